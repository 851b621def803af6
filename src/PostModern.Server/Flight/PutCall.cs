using PostModern.Arrow.Errors;
using PostModern.Flight.Grpc;
using PostModern.Flight.Streams;
using PostModern.Server.Flight.Commands;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight;

/// <summary>DoPut: the first message says what the stream is for.</summary>
internal static class PutCall
{
    // Long enough for a client that half-closes when it has the answer, short enough for one that never does.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(CallContext context)
    {
        var frames = new FlightDataReader(context.Call.Input);
        var upload = new BatchReader(token => frames.ReadAsync(token).AsTask());
        var descriptor = await upload.PeekDescriptorAsync(context.Cancelled)
            ?? throw new ServerException(ErrorCode.InvalidInput, "The first message of an upload must have a descriptor.");
        await CommandTable.DoPutAsync(context, CommandTable.Parse(descriptor), upload);
        await DrainAsync(context, frames);
    }

    // Some clients take the reset that follows an early end for a failure; they have nothing left to say but their end.
    private static async Task DrainAsync(CallContext context, FlightDataReader frames)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.Cancelled);
        patience.CancelAfter(DrainTime);
        try
        {
            while (await frames.ReadAsync(patience.Token) is { } frame)
            {
                frame.Dispose();
            }
        }
        catch (OperationCanceledException) when (!context.Cancelled.IsCancellationRequested)
        {
        }
    }
}
