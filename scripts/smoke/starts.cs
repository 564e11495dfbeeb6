// Starts a program as parents without a console do, and counts the windows that show meanwhile;
// windows_headless.ps1 loads it.
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;

public static class Starts
{
    public const uint NewConsole = 0x10, Detached = 0x8, NoWindow = 0x08000000;

    /// The exit code, and the titles of the visible windows that came while it ran.
    public static string Run(string line, string folder, uint flags, int seconds)
    {
        var before = VisibleWindows();
        var startup = new Startup { Size = Marshal.SizeOf(typeof(Startup)) };
        Made made;
        if (!CreateProcessW(null, new StringBuilder(line), IntPtr.Zero, IntPtr.Zero, false, flags, IntPtr.Zero, folder,
            ref startup, out made)) return "not started: " + Marshal.GetLastWin32Error();
        var shown = new SortedSet<string>();
        var watch = Stopwatch.StartNew();
        while (WaitForSingleObject(made.Process, 5) != 0)
        {
            foreach (var window in VisibleWindows())
                if (!before.ContainsKey(window.Key)) shown.Add(window.Value);
            if (watch.Elapsed.TotalSeconds < seconds) continue;
            TerminateProcess(made.Process, 99);
            WaitForSingleObject(made.Process, 5000);
        }
        uint code;
        GetExitCodeProcess(made.Process, out code);
        CloseHandle(made.Process);
        CloseHandle(made.Thread);
        return "exit code " + (int)code + ", windows: " + string.Join("; ", shown);
    }

    static Dictionary<IntPtr, string> VisibleWindows()
    {
        var windows = new Dictionary<IntPtr, string>();
        EnumWindows((window, _) =>
        {
            if (!IsWindowVisible(window)) return true;
            var text = new StringBuilder(200);
            GetWindowTextW(window, text, 200);
            var kind = new StringBuilder(200);
            GetClassNameW(window, kind, 200);
            windows[window] = kind + " '" + text + "'";
            return true;
        }, IntPtr.Zero);
        return windows;
    }

    [StructLayout(LayoutKind.Sequential)]
    struct Startup
    {
        public int Size;
        public IntPtr Reserved, Desktop, Title;
        public int X, Y, Width, Height, Columns, Rows, Fill, Flags;
        public short Show, Reserved2Size;
        public IntPtr Reserved2, Input, Output, Error;
    }

    [StructLayout(LayoutKind.Sequential)]
    struct Made { public IntPtr Process, Thread; public int ProcessId, ThreadId; }

    delegate bool Visit(IntPtr window, IntPtr data);

    [DllImport("kernel32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
    static extern bool CreateProcessW(string program, StringBuilder line, IntPtr process, IntPtr thread, bool inherits,
        uint flags, IntPtr environment, string folder, ref Startup startup, out Made made);

    [DllImport("kernel32.dll")]
    static extern uint WaitForSingleObject(IntPtr handle, uint milliseconds);

    [DllImport("kernel32.dll")]
    static extern bool GetExitCodeProcess(IntPtr process, out uint code);

    [DllImport("kernel32.dll")]
    static extern bool TerminateProcess(IntPtr process, uint code);

    [DllImport("kernel32.dll")]
    static extern bool CloseHandle(IntPtr handle);

    [DllImport("user32.dll")]
    static extern bool EnumWindows(Visit visit, IntPtr data);

    [DllImport("user32.dll")]
    static extern bool IsWindowVisible(IntPtr window);

    [DllImport("user32.dll", CharSet = CharSet.Unicode)]
    static extern int GetWindowTextW(IntPtr window, StringBuilder text, int length);

    [DllImport("user32.dll", CharSet = CharSet.Unicode)]
    static extern int GetClassNameW(IntPtr window, StringBuilder text, int length);
}
