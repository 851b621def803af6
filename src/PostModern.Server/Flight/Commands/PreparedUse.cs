using Google.Protobuf;
using PostModern.Arrow.Errors;
using PostModern.Server.Sessions;
using PostModern.Server.Tickets;

namespace PostModern.Server.Flight.Commands;

/// <summary>Exclusive use of a prepared statement until disposed.</summary>
internal sealed class PreparedUse : IDisposable
{
    private PreparedUse(PreparedHandle handle) => Handle = handle;

    public PreparedHandle Handle { get; }

    /// <exception cref="ServerException">NotFound or InvalidInput: no such handle in this session.</exception>
    public static async Task<PreparedUse> BeginAsync(CallContext context, ByteString handle)
    {
        var prepared = context.Session.Prepared.Get(ToId(handle));
        await prepared.Gate.WaitAsync(context.Cancelled);
        if (prepared.IsClosed)
        {
            prepared.Gate.Release();
            throw PreparedHandles.NotFound();
        }

        return new PreparedUse(prepared);
    }

    /// <returns>Null when the session doesn't have the statement, or other parameters have been bound to it since.</returns>
    public static async Task<PreparedUse?> TryBeginAsync(CallContext context, PreparedBinding binding)
    {
        if (context.Session.Prepared.Find(binding.Statement) is not { } prepared)
        {
            return null;
        }

        await prepared.Gate.WaitAsync(context.Cancelled);
        if (!prepared.IsClosed && prepared.Binding == binding.Binding)
        {
            return new PreparedUse(prepared);
        }

        prepared.Gate.Release();
        return null;
    }

    /// <exception cref="ServerException">InvalidInput: no handle of ours.</exception>
    public static Guid ToId(ByteString handle) => handle.Length == 16
        ? new Guid(handle.Span)
        : throw new ServerException(ErrorCode.InvalidInput, "The prepared statement's handle is not one of this server.");

    public static ByteString ToHandle(Guid id) => ByteString.CopyFrom(id.ToByteArray());

    public void Dispose() => Handle.Gate.Release();
}
