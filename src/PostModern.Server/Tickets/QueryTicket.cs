using PostModern.Arrow.Types;

namespace PostModern.Server.Tickets;

/// <summary>A query that runs when its ticket is brought.</summary>
/// <param name="Id">Names the execution.</param>
/// <param name="Sql">The statement.</param>
/// <param name="SchemaDigest">Of the columns that were advertised; a table that changed meanwhile must not change the stream.</param>
internal sealed record QueryTicket(Guid Id, string Sql, ValueList<byte> SchemaDigest) : StatementTicket(Id)
{
    public const byte Tag = 1;

    public static QueryTicket ReadFrom(BinaryReader reader, Guid id)
    {
        var sql = reader.ReadString();
        return new QueryTicket(id, sql, [.. reader.ReadBytes(reader.ReadByte())]);
    }

    private protected override void WriteTo(BinaryWriter writer)
    {
        writer.Write(Tag);
        writer.Write(Sql);
        writer.Write((byte)SchemaDigest.Count);
        writer.Write([.. SchemaDigest]);
    }
}
