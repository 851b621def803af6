using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;

namespace PostModern.Benchmarks.Wire;

/// <summary>DoGet by hand: one POST, whose answer's bytes are counted and not looked at.</summary>
internal sealed class RawClient : IDisposable
{
    private const int BufferSize = 1024 * 1024;

    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        InitialHttp2StreamWindowSize = 4 * 1024 * 1024,
        UseProxy = false,
        ActivityHeadersPropagator = null,
    });

    /// <summary>Bytes of the body.</summary>
    public Task<long> DownloadAsync(Uri address, string authorization, Ticket ticket, CancellationToken cancellationToken) =>
        DownloadAsync(address, authorization, ticket, static _ => { }, cancellationToken);

    /// <param name="keep">Sees each piece of the body; the memory is reused after that.</param>
    public async Task<long> DownloadAsync(
        Uri address, string authorization, Ticket ticket, Action<ReadOnlyMemory<byte>> keep, CancellationToken cancellationToken)
    {
        using var request = Request(address, authorization, ticket);
        using var response = await _http.SendAsync(request, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        long total = 0;
        while (await body.ReadAsync(_buffer, cancellationToken) is var read and > 0)
        {
            keep(_buffer.AsMemory(0, read));
            total += read;
        }

        var status = response.TrailingHeaders.TryGetValues("grpc-status", out var values) ? values.First() : "missing";
        return status == "0" && total > 0 ? total : throw new InvalidOperationException($"DoGet gave {total} bytes and the status {status}.");
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(Uri address, string authorization, Ticket ticket)
    {
        var message = new ArrayBufferWriter<byte>();
        message.WriteMessage(ticket);
        var content = new ReadOnlyMemoryContent(message.WrittenMemory);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, FlightMethods.DoGet))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.TryAddWithoutValidation("authorization", authorization);
        return request;
    }
}
