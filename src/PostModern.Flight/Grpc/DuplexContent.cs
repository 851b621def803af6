using System.IO.Pipelines;
using System.Net;

namespace PostModern.Flight.Grpc;

/// <summary>A request body that is written from outside, while the response is already being read.</summary>
internal sealed class DuplexContent : HttpContent
{
    private readonly TaskCompletionSource<PipeWriter> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where to write, once the request is on its way.</summary>
    public Task<PipeWriter> Output => _opened.Task;

    /// <summary>Ends the request's stream: everything has been written.</summary>
    public void Close() => _closed.TrySetResult();

    /// <summary>Gives the request up, for whoever still waits to write it.</summary>
    public void Abandon(Exception reason)
    {
        _opened.TrySetException(reason);
        _ = _opened.Task.Exception;
        _closed.TrySetResult();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The first flush sends the headers: servers answer before a client that awaits the answer has written anything.
        await stream.FlushAsync(cancellationToken);
        var output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        _opened.TrySetResult(output);
        await _closed.Task.WaitAsync(cancellationToken);
        await output.CompleteAsync();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = -1;
        return false;
    }
}
