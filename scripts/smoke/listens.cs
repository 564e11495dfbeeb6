// A program that waits for connections for a minute; windows_signatures.ps1 compiles it.
using System.Net;
using System.Net.Sockets;
using System.Threading;

static class Listens
{
    static void Main()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Thread.Sleep(60000);
        listener.Stop();
    }
}
