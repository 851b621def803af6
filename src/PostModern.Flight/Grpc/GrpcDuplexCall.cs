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
        _content.Close();
        if (_response.IsCompletedSuccessfully)
        {
            await (await _response).DisposeAsync();
            return;
        }

        _call.Cancel();
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
