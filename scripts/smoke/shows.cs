// A program with a window; windows_actions.ps1 and windows_names.ps1 compile it. SHOWS_TITLE is the title. With
// any argument it does not let itself be closed, as a program that asks whether to save.
using System;
using System.Windows.Forms;

static class Shows
{
    [STAThread]
    static void Main(string[] arguments)
    {
        var title = Environment.GetEnvironmentVariable("SHOWS_TITLE") ?? "netwho smoke test";
        var form = new Form { Text = title };
        form.FormClosing += (sender, closing) => closing.Cancel = arguments.Length > 0;
        Application.Run(form);
    }
}
