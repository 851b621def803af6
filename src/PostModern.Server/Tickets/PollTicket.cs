namespace PostModern.Server.Tickets;

/// <summary>What a client brings to its next PollFlightInfo: an execution in the background of its session.</summary>
internal sealed record PollTicket(Guid Id) : StatementTicket(Id)
{
    public const byte Tag = 3;

    private protected override void WriteTo(BinaryWriter writer) => writer.Write(Tag);
}
