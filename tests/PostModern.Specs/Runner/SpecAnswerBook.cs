namespace PostModern.Specs.Runner;

/// <summary>Collects the answers that differ from a spec file, and writes the file anew for a person to review.</summary>
internal sealed class SpecAnswerBook
{
    private readonly SortedDictionary<int, (QueryRecord Old, SpecAnswer New)> _answers = [];

    public void Write(QueryRecord record, SpecAnswer answer) => _answers[record.Line] = (record, answer);

    /// <summary>The file's lines with the answers in place.</summary>
    public IReadOnlyList<string> Apply(IReadOnlyList<string> lines)
    {
        var written = lines.ToList();
        foreach (var (line, (old, answer)) in _answers.Reverse())
        {
            written.RemoveRange(old.RowsAt - 1, old.Rows.Count);
            written.InsertRange(old.RowsAt - 1, answer.Lines);
            if (!answer.HasTypes(old.Types))
            {
                written[line - 1] = written[line - 1].Replace($"query {old.Types}", $"query {answer.Types}", StringComparison.Ordinal);
            }
        }

        return written;
    }
}
