using System.Globalization;
using System.Text;

namespace PostModern.Data.Transport;

/// <summary>Splits a command's text into statements and finds their placeholders.</summary>
/// <remarks>
/// This is where <c>@name</c> becomes <c>$name</c>. An <c>@</c> is a placeholder only if a parameter has the name after it: DuckDB has operators
/// made of <c>@</c>, and <c>dataset@v3</c> names a version.
/// </remarks>
internal sealed class SqlScript
{
    private readonly string _sql;
    private readonly Func<string, bool> _isParameter;
    private readonly List<SqlStatement> _statements = [];
    private readonly List<Placeholder> _placeholders = [];
    private readonly StringBuilder _text = new();
    private int _questionMarks;
    private bool _hasCode;

    private SqlScript(string sql, Func<string, bool> isParameter)
    {
        _sql = sql;
        _isParameter = isParameter;
    }

    /// <param name="sql">Any number of statements between semicolons; empty ones and mere comments are dropped.</param>
    /// <param name="isParameter">Whether the command has a parameter of this bare name.</param>
    public static IReadOnlyList<SqlStatement> Parse(string sql, Func<string, bool> isParameter)
    {
        var script = new SqlScript(sql, isParameter);
        for (var at = 0; at < sql.Length;)
        {
            at = script.Step(at);
        }

        script.EndStatement();
        return script._statements;
    }

    private int Step(int at)
    {
        switch (_sql[at])
        {
            case ';':
                EndStatement();
                return at + 1;
            case '?' when IsQuestionMark(at):
                _text.Append('?');
                _hasCode = true;
                _placeholders.Add(new Placeholder(null, _questionMarks++));
                return at + 1;
            case '@' or '$' when TryPlaceholder(at, out var end):
                return end;
            default:
                return Copy(at);
        }
    }

    private int Copy(int at)
    {
        var end = SqlScanner.Skip(_sql, at);
        _hasCode |= !char.IsWhiteSpace(_sql[at]) && !SqlScanner.IsComment(_sql, at);
        _text.Append(_sql, at, end - at);
        return end;
    }

    // JSON-style operators such as ?| are not DuckDB's, but @? and ?? would never be a value either.
    private bool IsQuestionMark(int at) => at == 0 || _sql[at - 1] is not ('?' or '@');

    private bool TryPlaceholder(int at, out int end)
    {
        var start = at + 1;
        end = SqlScanner.SkipName(_sql, start);
        if (end == start || (at > 0 && (SqlScanner.IsNamePart(_sql[at - 1]) || _sql[at - 1] is '"' or '@' or '<')))
        {
            return false;
        }

        var name = _sql[start..end];
        return _sql[at] == '@' ? TryNamed(name) : TryDollar(name, end);
    }

    private bool TryNamed(string name)
    {
        if (!SqlScanner.IsNameStart(name[0]) || !_isParameter(name))
        {
            return false;
        }

        Add(name, new Placeholder(name, -1));
        return true;
    }

    private bool TryDollar(string name, int end)
    {
        if (char.IsAsciiDigit(name[0]))
        {
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            {
                return false;
            }

            Add(name, new Placeholder(null, number - 1));
            return true;
        }

        // $tag$ opens a quoted text.
        if (end < _sql.Length && _sql[end] == '$')
        {
            return false;
        }

        Add(name, new Placeholder(name, -1));
        return true;
    }

    private void Add(string name, Placeholder placeholder)
    {
        _hasCode = true;
        _text.Append('$').Append(name);
        if (!_placeholders.Any(known => known.Position == placeholder.Position
            && string.Equals(known.Name, placeholder.Name, StringComparison.OrdinalIgnoreCase)))
        {
            _placeholders.Add(placeholder);
        }
    }

    private void EndStatement()
    {
        if (_hasCode)
        {
            _statements.Add(new SqlStatement(_text.ToString().Trim(), [.. _placeholders]));
        }

        _text.Clear();
        _placeholders.Clear();
        _hasCode = false;
    }
}
