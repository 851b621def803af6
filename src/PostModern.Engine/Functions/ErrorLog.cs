using PostModern.Models;

namespace PostModern.Engine.Functions;

/// <summary>A row that became NULL, and why.</summary>
internal sealed record ErrorLogEntry(DateTimeOffset Time, string Sql, string Function, string? Model, RowError Error);

/// <summary>The last row errors of all sessions, in memory; read through <c>pm.errors</c>.</summary>
internal sealed class ErrorLog
{
    private const int Most = 10_000;
    private readonly Queue<ErrorLogEntry> _entries = new();

    public void Add(ErrorLogEntry entry)
    {
        lock (_entries)
        {
            if (_entries.Count == Most)
            {
                _entries.Dequeue();
            }

            _entries.Enqueue(entry);
        }
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<ErrorLogEntry> Snapshot()
    {
        lock (_entries)
        {
            return [.. _entries];
        }
    }
}
