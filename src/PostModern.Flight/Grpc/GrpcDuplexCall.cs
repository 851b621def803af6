using System.IO.Pipelines;

namespace PostModern.Flight.Grpc;

/// <summary>A call with both directions open. Dispose gives up what isn't finished.</summary>
public sealed class GrpcDuplexCall : IAsyncDisposable
{
    private readonly DuplexContent _content;
    private readonly Task<GrpcResponse> _response;
    private readonly CallScope _call;

    internal GrpcDuplexCall(DuplexContent content, Task<GrpcResponse> response, CallScope call)
    {
        _content = content;
        _response = response;
        _call = call;
        _ = AbandonOnFailureAsync();
    }

    /// <summary>Where requests are written; fails as the call does.</summary>
    public Task<PipeWriter> OutputAsync() => _content.Output;

    /// <summary>No more requests.</summary>
    public void CloseOutput() => _content.Close();

    /// <summary>The answer, as soon as its headers are there.</summary>
    /// <exception cref="RpcException">The server refused the call.</exception>
    public Task<GrpcResponse> ResponseAsync() => _response;

    public async ValueTask DisposeAsync()
    {
        // Half a request must not pass for a whole one: the call is reset before the request's end could be sent.
        if (_response.IsCompletedSuccessfully)
        {
            await (await _response).DisposeAsync();
            _content.Close();
            return;
        }

        _call.Cancel();
        _content.Close();
        await ((Task)_response).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _call.Dispose();
    }

    private async Task AbandonOnFailureAsync()
    {
        try
        {
            await _response;
        }
        catch (Exception e)
        {
            _content.Abandon(e);
        }
    }
}
