using PostModern.Data.Transport;

namespace PostModern.Data;

/// <summary>The statements that a command has prepared, for as long as its text and connection stay the same.</summary>
internal sealed class PreparedStatements : IAsyncDisposable
{
    private readonly Dictionary<string, ServerStatement> _byText = new(StringComparer.Ordinal);

    /// <summary>Null when the statement was not prepared, or on a connection that has been closed since.</summary>
    public ServerStatement? Find(SqlStatement statement) =>
        _byText.TryGetValue(statement.Text, out var prepared) && prepared.IsUsable ? prepared : null;

    public void Add(SqlStatement statement, ServerStatement prepared) => _byText[statement.Text] = prepared;

    /// <summary>Closes without waiting: the server's answer changes nothing.</summary>
    public void Forget()
    {
        if (_byText.Count > 0)
        {
            _ = DisposeAsync().AsTask();
        }
    }

    public async ValueTask DisposeAsync()
    {
        var all = _byText.Values.ToArray();
        _byText.Clear();
        foreach (var prepared in all)
        {
            await prepared.DisposeAsync();
        }
    }
}
