using PostModern.Arrow.Errors;
using PostModern.Engine.Sessions;
using PostModern.Engine.Sql;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Commands;

/// <summary>A text of several statements, as editors send it: all but the last run at once, and the last is the command.</summary>
internal static class Script
{
    /// <summary>Plans a text's last statement, having run those before it.</summary>
    /// <exception cref="ServerException">A statement is wrong; those before it have run.</exception>
    public static async Task<Statement> PrepareAsync(CallContext context, string sql, StatementOptions options)
    {
        // The usual text is one statement, and needs no cutting: that without a semicolon, or with one at its end.
        var statements = HasSeveral(sql) ? SqlScript.Split(sql) : [];
        foreach (var leading in statements.SkipLast(1))
        {
            await using var statement = await context.Session.Engine.PrepareAsync(leading.Text, options, context.Cancelled);
            await StatementStreams.RunAsync(context, Guid.NewGuid(), statement, null);
        }

        return await context.Session.Engine.PrepareAsync(statements.Count > 0 ? statements[^1].Text : sql, options, context.Cancelled);
    }

    private static bool HasSeveral(string sql) => sql.AsSpan().TrimEnd().TrimEnd(';').Contains(';');
}
