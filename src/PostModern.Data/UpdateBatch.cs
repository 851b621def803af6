using System.Data;

namespace PostModern.Data;

/// <summary>Rows that an adapter writes back as one transaction.</summary>
internal sealed class UpdateBatch : IDisposable
{
    private readonly List<Entry> _entries = [];

    // By text, prepared once for all rows and batches of an update.
    private readonly Dictionary<string, PostModernCommand> _commands = new(StringComparer.Ordinal);

    private sealed class Entry(PostModernCommand source, object?[] values)
    {
        public PostModernCommand Source => source;

        public string Text { get; } = source.CommandText;

        public object?[] Values => values;

        public int RecordsAffected { get; set; }
    }

    /// <summary>Takes a command as it is now; the adapter fills it with the next row right after.</summary>
    public int Add(PostModernCommand command)
    {
        _entries.Add(new Entry(command, [.. command.Parameters.Cast<PostModernParameter>().Select(parameter => parameter.Value)]));
        return _entries.Count - 1;
    }

    /// <returns>The rows changed in all.</returns>
    /// <exception cref="PostModernException">A statement failed; none of them counts.</exception>
    public int Execute()
    {
        if (_entries.Count == 0)
        {
            return 0;
        }

        var connection = _entries[0].Source.Connection ?? throw new InvalidOperationException("The command has no connection.");

        // Where one is open already, the batch is part of it, and its end is its owner's.
        using var own = connection.Activity.HasTransaction ? null : connection.BeginTransaction();
        foreach (var entry in _entries)
        {
            entry.RecordsAffected = Execute(connection, entry);
        }

        own?.Commit();
        return _entries.Sum(entry => Math.Max(0, entry.RecordsAffected));
    }

    public int RecordsAffected(int entry) => _entries[entry].RecordsAffected;

    public IDataParameter Parameter(int entry, int parameter) => _entries[entry].Source.Parameters[parameter];

    public void Clear() => _entries.Clear();

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _commands.Clear();
    }

    private int Execute(PostModernConnection connection, Entry entry)
    {
        if (!_commands.TryGetValue(entry.Text, out var command))
        {
            _commands[entry.Text] = command = Copy(connection, entry.Source);
            command.Prepare();
        }

        for (var i = 0; i < entry.Values.Length; i++)
        {
            command.Parameters[i].Value = entry.Values[i];
        }

        return command.ExecuteNonQuery();
    }

    private static PostModernCommand Copy(PostModernConnection connection, PostModernCommand source)
    {
        var copy = new PostModernCommand(source.CommandText, connection) { CommandTimeout = source.CommandTimeout };
        foreach (PostModernParameter parameter in source.Parameters)
        {
            var own = copy.Parameters.AddWithValue(parameter.ParameterName, parameter.Value);
            (own.Size, own.Precision, own.Scale) = (parameter.Size, parameter.Precision, parameter.Scale);
            if (parameter.ExplicitDbType is { } type)
            {
                own.DbType = type;
            }
        }

        return copy;
    }
}
