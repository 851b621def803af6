using PostModern.Arrow.Errors;

namespace PostModern.Server.Tickets;

/// <summary>What a client brings to DoGet for a statement: all that is needed to answer, on this server or a replica.</summary>
/// <param name="Id">Names the execution, for cancelling it.</param>
internal abstract record StatementTicket(Guid Id)
{
    public byte[] Encode()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Id.ToByteArray());
        WriteTo(writer);
        return bytes.ToArray();
    }

    /// <exception cref="ServerException">InvalidInput: another version of the server wrote it.</exception>
    public static StatementTicket Decode(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes.ToArray()));
            var id = new Guid(reader.ReadBytes(16));
            return reader.ReadByte() switch
            {
                QueryTicket.Tag => QueryTicket.ReadFrom(reader, id),
                FinishedTicket.Tag => FinishedTicket.ReadFrom(reader, id),
                PollTicket.Tag => new PollTicket(id),
                ReturnedTicket.Tag => new ReturnedTicket(id),
                var tag => throw new IOException($"No ticket has the tag {tag}."),
            };
        }
        catch (Exception e) when (e is IOException or ArgumentException or FormatException)
        {
            throw new ServerException(ErrorCode.InvalidInput, "The ticket is of another version of this server; run the statement again.", e);
        }
    }

    private protected abstract void WriteTo(BinaryWriter writer);
}
