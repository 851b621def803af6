using PostModern.Engine.Sessions;

namespace PostModern.Server.Tickets;

/// <summary>A statement without rows that has run already: its outcome is all there is to fetch, so fetching can't run it twice.</summary>
/// <param name="Id">Names the execution.</param>
/// <param name="RowsAffected">−1 when unknown.</param>
/// <param name="Statistics">What it cost; at most a few warnings, tickets travel.</param>
internal sealed record FinishedTicket(Guid Id, long RowsAffected, StatementStatistics Statistics) : StatementTicket(Id)
{
    public const byte Tag = 2;

    public static FinishedTicket ReadFrom(BinaryReader reader, Guid id)
    {
        var rows = reader.ReadInt64();
        var (calls, hits, errors) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        var warnings = new string[reader.ReadByte()];
        for (var i = 0; i < warnings.Length; i++)
        {
            warnings[i] = reader.ReadString();
        }

        return new FinishedTicket(id, rows, new StatementStatistics(calls, hits, errors, warnings));
    }

    private protected override void WriteTo(BinaryWriter writer)
    {
        writer.Write(Tag);
        writer.Write(RowsAffected);
        writer.Write(Statistics.ModelCalls);
        writer.Write(Statistics.CacheHits);
        writer.Write(Statistics.RowErrors);
        var warnings = Statistics.Warnings.Take(byte.MaxValue).ToArray();
        writer.Write((byte)warnings.Length);
        foreach (var warning in warnings)
        {
            writer.Write(warning);
        }
    }
}
