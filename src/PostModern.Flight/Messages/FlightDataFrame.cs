namespace PostModern.Flight.Messages;

/// <summary>One FlightData message whose body has not been copied: part of a stream of Arrow data.</summary>
/// <remarks>
/// Received frames own their body: dispose them, or pass the ownership on with <see cref="TakeOwner"/>, for instance to a record batch
/// that lies in the body. Frames made for sending borrow what they are given.
/// </remarks>
public sealed class FlightDataFrame(IDisposable? owner = null) : IDisposable
{
    private IDisposable? _owner = owner;

    /// <summary>What the stream is about; on the first message of an upload.</summary>
    public FlightDescriptor? Descriptor { get; init; }

    /// <summary>The bare flatbuffer Message; empty on a message that carries only a descriptor or metadata.</summary>
    public ReadOnlyMemory<byte> Header { get; init; }

    /// <summary>The application's own bytes.</summary>
    public ReadOnlyMemory<byte> AppMetadata { get; init; }

    /// <summary>The body's pieces in order, padding included; received frames have none or one.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Body { get; init; } = [];

    /// <summary>The body of a received frame in one piece; empty when there is none.</summary>
    public ReadOnlyMemory<byte> SingleBody => Body.Count switch
    {
        0 => default,
        1 => Body[0],
        _ => throw new InvalidOperationException("The body has several pieces."),
    };

    /// <summary>Hands the memory under <see cref="Body"/> to the caller, who disposes it from now on.</summary>
    public IDisposable? TakeOwner() => Interlocked.Exchange(ref _owner, null);

    public void Dispose() => TakeOwner()?.Dispose();
}
