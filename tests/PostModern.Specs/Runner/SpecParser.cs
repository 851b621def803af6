using System.Globalization;

namespace PostModern.Specs.Runner;

/// <summary>Reads sqllogictest files: blocks between empty lines, # comments, <c>----</c> before what is expected.</summary>
/// <param name="file">Its name, for messages.</param>
/// <param name="lines">Its text.</param>
internal sealed class SpecParser(string file, IReadOnlyList<string> lines)
{
    private const string Separator = "----";
    private int _next;

    public static IReadOnlyList<SpecRecord> Parse(string file, IReadOnlyList<string> lines)
    {
        var parser = new SpecParser(file, lines);
        var records = parser.ReadBlocks(inLoop: false);
        return records.Count > 0 ? records : throw parser.Wrong("nothing in it runs");
    }

    private List<SpecRecord> ReadBlocks(bool inLoop)
    {
        var records = new List<SpecRecord>();
        while (_next < lines.Count)
        {
            var head = lines[_next++].Trim();
            if (head == "endloop" && inLoop)
            {
                return records;
            }

            if (head.Length > 0 && !head.StartsWith('#'))
            {
                records.Add(ReadBlock(head.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
            }
        }

        return inLoop ? throw Wrong("a foreach has no endloop") : records;
    }

    private SpecRecord ReadBlock(string[] head) => head switch
    {
        ["require", var name] => new RequireRecord(_next, name),
        ["foreach", var variable, .. { Length: > 0 } values] => new LoopRecord(_next, variable, values, ReadBlocks(inLoop: true)),
        ["statement", "ok"] => new StatementRecord(_next, ReadSql()),
        ["statement", "count", var rows] => new CountRecord(_next, ReadSql(), Number(rows)),
        ["statement", "error"] => ReadError(),
        ["query", var types, .. var rest] => ReadQuery(types, rest),
        _ => throw Wrong($"'{string.Join(' ', head)}' is no require, foreach, statement ok|count|error or query"),
    };

    private ErrorRecord ReadError()
    {
        var line = _next;
        var sql = ReadSql();
        var message = HasAnswer() ? string.Join('\n', ReadAnswer()) : "";
        return message.Length > 0 ? new(line, sql, message) : throw Wrong("a statement error says after ---- what its message holds");
    }

    private QueryRecord ReadQuery(string types, string[] rest)
    {
        var line = _next;
        if (types.Trim('I', 'R', 'T', 'B', '?').Length > 0)
        {
            throw Wrong($"'{types}' has letters other than I, R, T, B and ?");
        }

        var sort = rest switch
        {
            [] or ["nosort", ..] => SpecSort.NoSort,
            ["rowsort", ..] => SpecSort.RowSort,
            ["valuesort", ..] => SpecSort.ValueSort,
            _ => throw Wrong($"'{rest[0]}' is no nosort, rowsort or valuesort"),
        };
        var sql = ReadSql();
        if (!HasAnswer())
        {
            throw Wrong("a query needs ---- and below it its rows (none, if it answers none)");
        }

        var rowsAt = _next + 2;
        return new(line, sql, types, sort, ReadAnswer(), rowsAt);
    }

    private bool HasAnswer() => _next < lines.Count && lines[_next] == Separator;

    private List<string> ReadAnswer()
    {
        var rows = lines.Skip(_next + 1).TakeWhile(line => line.Length > 0).ToList();
        _next += rows.Count + 1;
        return rows;
    }

    private string ReadSql()
    {
        var start = _next;
        while (_next < lines.Count && lines[_next].Length > 0 && lines[_next] != Separator)
        {
            _next++;
        }

        return _next > start ? string.Join('\n', lines.Skip(start).Take(_next - start)) : throw Wrong("a block has no SQL");
    }

    private int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong($"'{text}' is no number of rows");

    private SpecException Wrong(string message) => new(file, Math.Max(1, _next), message);
}
