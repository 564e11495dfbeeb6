// Stands in for a tool of Windows; windows_hostile.ps1 compiles it and puts it where netwho must not take
// it from. It leaves a file named after itself in the folder that PLANTED names.
using System;
using System.IO;
using System.Reflection;

static class Plants
{
    static void Main()
    {
        var name = Path.GetFileName(Assembly.GetExecutingAssembly().Location);
        File.WriteAllText(Path.Combine(Environment.GetEnvironmentVariable("PLANTED") ?? ".", name + ".ran"), "ran");
    }
}
