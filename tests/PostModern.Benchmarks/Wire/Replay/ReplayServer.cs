using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;
using PostModern.Flight.Streams;

namespace PostModern.Benchmarks.Wire.Replay;

/// <summary>The best that Kestrel can do: it fetches a result once, then answers every DoGet with those bytes from memory.</summary>
/// <remarks>The other way round it takes uploads, and either decodes them or drops the bytes unread.</remarks>
internal static class ReplayServer
{
    /// <summary>On a DoPut with this header nothing is decoded.</summary>
    public const string DropHeader = "x-drop";

    private const int PieceSize = 1024 * 1024;

    /// <summary>Serves until the standard input ends; prints its two ports and the number of bytes that it replays.</summary>
    public static async Task<int> RunAsync(Uri source, string authorization, string ticket)
    {
        var pieces = await FetchAsync(source, authorization, Ticket.Parser.ParseFrom(Convert.FromBase64String(ticket)));
        await using var web = Build(pieces);
        await web.StartAsync();
        using var tcp = new ReplayListener(pieces);
        Console.WriteLine($"{new Uri(web.Urls.First()).Port} {tcp.Port} {pieces.Sum(piece => (long)piece.Length)}");
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static async Task<List<byte[]>> FetchAsync(Uri source, string authorization, Ticket ticket)
    {
        using var client = new RawClient();
        using var body = new PieceList(PieceSize);
        await client.DownloadAsync(source, authorization, ticket, body.Append, CancellationToken.None);
        return body.ToList();
    }

    private static WebApplication Build(List<byte[]> pieces)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.Http2.InitialConnectionWindowSize = 8 * 1024 * 1024;
            kestrel.Limits.Http2.InitialStreamWindowSize = 4 * 1024 * 1024;
        });
        var web = builder.Build();
        web.Run(http => http.Request.Path == FlightMethods.DoPut ? TakeAsync(http) : SendAsync(http, pieces));
        return web;
    }

    private static async Task SendAsync(HttpContext http, List<byte[]> pieces)
    {
        await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        http.Response.ContentType = "application/grpc";
        foreach (var piece in pieces)
        {
            await http.Response.BodyWriter.WriteAsync(piece, http.RequestAborted);
        }

        http.Response.AppendTrailer("grpc-status", "0");
    }

    private static async Task TakeAsync(HttpContext http)
    {
        http.Response.ContentType = "application/grpc";
        if (http.Request.Headers.ContainsKey(DropHeader))
        {
            await http.Request.Body.CopyToAsync(Stream.Null, PieceSize, http.RequestAborted);
        }
        else
        {
            var frames = new FlightDataReader(new GrpcInput(http.Request.Body));
            var batches = new BatchReader(token => frames.ReadAsync(token).AsTask());
            while (await batches.ReadBatchAsync(http.RequestAborted) is { } batch)
            {
                batch.Dispose();
            }
        }

        http.Response.AppendTrailer("grpc-status", "0");
    }
}
