// Runs a program in a console of its own, types into it and reads what it shows; windows_screen.ps1 and
// windows_headless.ps1 compile it. Arguments: the file for the outcome, the steps, `--`, the program and its
// arguments. A step is type:TEXT, wait:TEXT (until the screen shows it), rest:MILLISECONDS (an escape key and
// a key at once are one key with Alt), size:COLUMNSxROWS, break: (Ctrl+Break) or close: (the console's window).
using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;

static class Drives
{
    const uint ReadWrite = 0xC0000000, Shared = 3, OpenExisting = 3;
    const uint CtrlBreak = 1, CloseWindow = 0x10;
    const int KeyEvent = 1, InputHandle = -10, OutputHandle = -11, ErrorHandle = -12;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    static int Main(string[] arguments)
    {
        var at = Array.IndexOf(arguments, "--");
        var outcome = new StringBuilder();
        AllocConsole();
        SetConsoleCtrlHandler(StayHere, true);
        SetStdHandle(InputHandle, Open("CONIN$"));
        SetStdHandle(OutputHandle, Open("CONOUT$"));
        SetStdHandle(ErrorHandle, Open("CONOUT$"));
        var before = Modes();
        var start = new ProcessStartInfo(arguments[at + 1])
        {
            Arguments = string.Join(" ", arguments.Skip(at + 2).ToArray()),
            UseShellExecute = false,
        };
        using (var program = Process.Start(start))
        {
            foreach (var step in arguments.Skip(1).Take(at - 1))
            {
                if (Take(step, program)) continue;
                outcome.AppendLine("failed: " + step).AppendLine(Screen());
                break;
            }
            if (!program.WaitForExit(10000))
            {
                outcome.AppendLine("still runs").AppendLine(Screen());
                program.Kill();
                program.WaitForExit();
            }
            outcome.AppendLine("exit code " + program.ExitCode);
        }
        outcome.AppendLine("modes before " + before + ", after " + Modes());
        outcome.AppendLine("screen afterwards:").AppendLine(Screen());
        File.WriteAllText(arguments[0], outcome.ToString(), new UTF8Encoding(false));
        return 0;
    }

    /// Kept, for Windows calls it: Ctrl+Break must not end this program.
    static readonly Handler StayHere = kind => kind == CtrlBreak;

    static bool Take(string step, Process program)
    {
        var text = step.Substring(5);
        if (step.StartsWith("type:")) foreach (var character in text) Press(character);
        else if (step.StartsWith("rest:")) Thread.Sleep(int.Parse(text));
        else if (step == "break:") GenerateConsoleCtrlEvent(CtrlBreak, 0);
        else if (step == "close:")
        {
            // Windows ends every program of a console that closes: this one leaves it first.
            var window = GetConsoleWindow();
            FreeConsole();
            PostMessageW(window, CloseWindow, IntPtr.Zero, IntPtr.Zero);
        }
        else if (step.StartsWith("size:"))
        {
            var size = text.Split('x').Select(short.Parse).ToArray();
            var output = Open("CONOUT$");
            var window = new Rectangle { Right = (short)(size[0] - 1), Bottom = (short)(size[1] - 1) };
            SetConsoleWindowInfo(output, true, ref window);
            SetConsoleScreenBufferSize(output, new Place { X = size[0], Y = size[1] });
            CloseHandle(output);
        }
        else
        {
            var watch = Stopwatch.StartNew();
            // Wine's console obeys no control sequences: what is drawn runs on from line to line.
            while (!Screen().Replace(Environment.NewLine, "").Contains(text))
            {
                if (watch.Elapsed > Patience || program.HasExited) return false;
                Thread.Sleep(50);
            }
        }
        return true;
    }

    /// What the window shows, in lines.
    static string Screen()
    {
        var output = Open("CONOUT$");
        Info info;
        GetConsoleScreenBufferInfo(output, out info);
        var lines = new StringBuilder();
        var line = new char[info.Size.X];
        for (var y = info.Window.Top; y <= info.Window.Bottom; y++)
        {
            uint read;
            ReadConsoleOutputCharacterW(output, line, (uint)line.Length, new Place { Y = y }, out read);
            lines.AppendLine(new string(line, 0, (int)read).TrimEnd());
        }
        CloseHandle(output);
        return lines.ToString();
    }

    static string Modes()
    {
        IntPtr input = Open("CONIN$"), output = Open("CONOUT$");
        uint inputMode, outputMode;
        GetConsoleMode(input, out inputMode);
        GetConsoleMode(output, out outputMode);
        CloseHandle(input);
        CloseHandle(output);
        return inputMode + " " + outputMode;
    }

    static void Press(char character)
    {
        var input = Open("CONIN$");
        var records = new[] { 1, 0 }.Select(isDown => new Record
        {
            Kind = KeyEvent,
            IsDown = isDown,
            Repeats = 1,
            Character = (ushort)character,
        }).ToArray();
        uint written;
        WriteConsoleInputW(input, records, 2, out written);
        CloseHandle(input);
    }

    static IntPtr Open(string name)
    {
        var security = new Security { Length = Marshal.SizeOf(typeof(Security)), IsInherited = 1 };
        return CreateFileW(name, ReadWrite, Shared, ref security, OpenExisting, 0, IntPtr.Zero);
    }

    [StructLayout(LayoutKind.Sequential)]
    struct Security { public int Length; public IntPtr Descriptor; public int IsInherited; }

    [StructLayout(LayoutKind.Sequential)]
    struct Place { public short X, Y; }

    [StructLayout(LayoutKind.Sequential)]
    struct Rectangle { public short Left, Top, Right, Bottom; }

    [StructLayout(LayoutKind.Sequential)]
    struct Info { public Place Size, Cursor; public short Attributes; public Rectangle Window; public Place Largest; }

    [StructLayout(LayoutKind.Explicit, Size = 20)]
    struct Record
    {
        [FieldOffset(0)] public ushort Kind;
        [FieldOffset(4)] public int IsDown;
        [FieldOffset(8)] public ushort Repeats;
        [FieldOffset(10)] public ushort KeyCode;
        [FieldOffset(14)] public ushort Character;
    }

    delegate bool Handler(uint kind);

    [DllImport("kernel32.dll")]
    static extern bool AllocConsole();

    [DllImport("kernel32.dll")]
    static extern bool FreeConsole();

    [DllImport("kernel32.dll")]
    static extern IntPtr GetConsoleWindow();

    [DllImport("kernel32.dll")]
    static extern bool SetConsoleCtrlHandler(Handler handler, bool adds);

    [DllImport("kernel32.dll")]
    static extern bool GenerateConsoleCtrlEvent(uint kind, uint group);

    [DllImport("user32.dll")]
    static extern bool PostMessageW(IntPtr window, uint message, IntPtr a, IntPtr b);

    [DllImport("kernel32.dll")]
    static extern bool SetStdHandle(int which, IntPtr handle);

    [DllImport("kernel32.dll")]
    static extern bool CloseHandle(IntPtr handle);

    [DllImport("kernel32.dll")]
    static extern bool GetConsoleMode(IntPtr handle, out uint mode);

    [DllImport("kernel32.dll")]
    static extern bool GetConsoleScreenBufferInfo(IntPtr handle, out Info info);

    [DllImport("kernel32.dll")]
    static extern bool SetConsoleScreenBufferSize(IntPtr handle, Place size);

    [DllImport("kernel32.dll")]
    static extern bool SetConsoleWindowInfo(IntPtr handle, bool isAbsolute, ref Rectangle window);

    [DllImport("kernel32.dll", CharSet = CharSet.Unicode)]
    static extern IntPtr CreateFileW(
        string name, uint access, uint share, ref Security security, uint how, uint flags, IntPtr template);

    [DllImport("kernel32.dll", CharSet = CharSet.Unicode)]
    static extern bool ReadConsoleOutputCharacterW(
        IntPtr handle, [Out] char[] text, uint length, Place place, out uint read);

    [DllImport("kernel32.dll", CharSet = CharSet.Unicode)]
    static extern bool WriteConsoleInputW(IntPtr handle, Record[] records, uint count, out uint written);
}
