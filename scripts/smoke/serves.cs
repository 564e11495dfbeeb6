// A web server with TLS on loopback, whose certificate comes from an authority made for this one run;
// windows_certificates.ps1 compiles it. Argument: a folder, which gets authority.cer and, once the server
// listens, port.txt. It answers every request with one registration, for five minutes at most.
using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;

static class Serves
{
    const string Answer =
        "{\"startAddress\":\"8.0.0.0\",\"endAddress\":\"8.255.255.255\",\"name\":\"EXAMPLE-NET\"}";

    static readonly Timer End = new Timer(_ => Environment.Exit(3), null, 300000, Timeout.Infinite);

    static void Main(string[] arguments)
    {
        var certificate = MakeCertificate(Path.Combine(arguments[0], "authority.cer"));
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var unfinished = Path.Combine(arguments[0], "port.tmp");
        File.WriteAllText(unfinished, port.ToString());
        File.Move(unfinished, Path.Combine(arguments[0], "port.txt"));
        while (true)
        {
            using (var client = listener.AcceptTcpClient())
            {
                client.ReceiveTimeout = 10000;
                try { Serve(client.GetStream(), certificate); }
                catch (Exception) { } // who does not trust the certificate hangs up
            }
        }
    }

    static void Serve(Stream connection, X509Certificate2 certificate)
    {
        using (var stream = new SslStream(connection))
        {
            stream.AuthenticateAsServer(certificate, false, SslProtocols.Tls12, false);
            var request = new StreamReader(stream, Encoding.ASCII);
            while (!string.IsNullOrEmpty(request.ReadLine())) { }
            var response = Encoding.ASCII.GetBytes(
                "HTTP/1.1 200 OK\r\nContent-Type: application/rdap+json\r\nConnection: close\r\n" +
                "Content-Length: " + Answer.Length + "\r\n\r\n" + Answer);
            stream.Write(response, 0, response.Length);
            stream.Flush();
        }
    }

    /// A certificate for 127.0.0.1. That of its authority, without the key, goes into the file.
    static X509Certificate2 MakeCertificate(string authorityFile)
    {
        var from = DateTimeOffset.UtcNow.AddHours(-1);
        var until = DateTimeOffset.UtcNow.AddHours(2);
        using (var authorityKey = new RSACng(2048))
        {
            var authority = Request("CN=netwho smoke authority", authorityKey);
            authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
            using (var issuer = authority.CreateSelfSigned(from, until))
            using (var key = new RSACng(2048))
            {
                File.WriteAllBytes(authorityFile, issuer.Export(X509ContentType.Cert));
                var server = Request("CN=127.0.0.1", key);
                var names = new SubjectAlternativeNameBuilder();
                names.AddIpAddress(IPAddress.Loopback);
                server.CertificateExtensions.Add(names.Build());
                server.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
                var uses = new OidCollection { new Oid("1.3.6.1.5.5.7.3.1") };
                server.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(uses, false));
                var serial = Guid.NewGuid().ToByteArray();
                serial[0] &= 0x7f; // a positive number
                using (var made = server.Create(issuer, from, until.AddMinutes(-1), serial))
                // Windows' TLS takes no key that is in memory alone.
                using (var withKey = made.CopyWithPrivateKey(key))
                    return new X509Certificate2(withKey.Export(X509ContentType.Pfx, "x"), "x");
            }
        }
    }

    static CertificateRequest Request(string name, RSA key)
    {
        return new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
