using PostModern.Arrow.Types;
using PostModern.Engine.Catalog;
using PostModern.Engine.Sessions;

namespace PostModern.Server.Tickets;

/// <summary>A query that runs when its ticket is brought.</summary>
/// <param name="Id">Names the execution.</param>
/// <param name="Sql">The statement.</param>
/// <param name="SchemaDigest">Of the columns that were advertised; a table that changed meanwhile must not change the stream.</param>
/// <param name="Options">What the statement was planned with: transaction, settings, and the versions that it reads.</param>
internal sealed record QueryTicket(Guid Id, string Sql, ValueList<byte> SchemaDigest, StatementOptions Options) : StatementTicket(Id)
{
    public const byte Tag = 1;

    /// <summary>The prepared statement behind it; null for a text that was planned by itself.</summary>
    public PreparedBinding? Prepared { get; init; }

    /// <summary>The bound parameters as an Arrow IPC stream; empty when there are none, or more than a ticket should carry.</summary>
    public ReadOnlyMemory<byte> Parameters { get; init; }

    public static QueryTicket ReadFrom(BinaryReader reader, Guid id)
    {
        var sql = reader.ReadString();
        var digest = reader.ReadBytes(reader.ReadByte());
        return new QueryTicket(id, sql, [.. digest], ReadOptions(reader))
        {
            Prepared = reader.ReadBoolean() ? new PreparedBinding(ReadGuid(reader), reader.ReadInt64()) : null,
            Parameters = ReadParameters(reader),
        };
    }

    private protected override void WriteTo(BinaryWriter writer)
    {
        writer.Write(Tag);
        writer.Write(Sql);
        writer.Write((byte)SchemaDigest.Count);
        writer.Write([.. SchemaDigest]);
        WriteOptions(writer, Options);
        writer.Write(Prepared is not null);
        if (Prepared is { } prepared)
        {
            writer.Write(prepared.Statement.ToByteArray());
            writer.Write(prepared.Binding);
        }

        writer.Write(Parameters.Length);
        writer.Write(Parameters.Span);
    }

    private static void WriteOptions(BinaryWriter writer, StatementOptions options)
    {
        writer.Write((options.Transaction ?? Guid.Empty).ToByteArray());
        writer.Write(options.Pins.Count);
        foreach (var pin in options.Pins)
        {
            writer.Write(pin.Schema);
            writer.Write(pin.Name);
            writer.Write(pin.Version);
            writer.Write(pin.TableId);
        }

        writer.Write(options.Settings?.Count ?? 0);
        foreach (var (name, value) in options.Settings ?? new Dictionary<string, string>())
        {
            writer.Write(name);
            writer.Write(value);
        }
    }

    private static StatementOptions ReadOptions(BinaryReader reader)
    {
        var transaction = ReadGuid(reader);
        var pins = new List<DatasetPin>();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            pins.Add(new DatasetPin(reader.ReadString(), reader.ReadString(), reader.ReadInt64(), reader.ReadString()));
        }

        var settings = new Dictionary<string, string>();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            settings.Add(reader.ReadString(), reader.ReadString());
        }

        return new StatementOptions { Transaction = transaction == Guid.Empty ? null : transaction, Pins = pins, Settings = settings };
    }

    // The length is checked before memory is taken for it.
    private static byte[] ReadParameters(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        return length <= reader.BaseStream.Length - reader.BaseStream.Position
            ? reader.ReadBytes(length)
            : throw new EndOfStreamException($"A ticket's parameters of {length} bytes are cut off.");
    }

    private static Guid ReadGuid(BinaryReader reader) => new(reader.ReadBytes(16));
}
