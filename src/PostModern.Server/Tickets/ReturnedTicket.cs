namespace PostModern.Server.Tickets;

/// <summary>A change whose RETURNING is kept in the session. It has run, and the ticket can't run it again.</summary>
internal sealed record ReturnedTicket(Guid Id) : StatementTicket(Id)
{
    public const byte Tag = 4;

    private protected override void WriteTo(BinaryWriter writer) => writer.Write(Tag);
}
