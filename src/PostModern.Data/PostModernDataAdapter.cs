using System.Data.Common;

namespace PostModern.Data;

/// <summary>Fills data sets from queries, and writes changes back through commands that the caller supplies.</summary>
public sealed class PostModernDataAdapter : DbDataAdapter
{
    /// <summary>An adapter without commands.</summary>
    public PostModernDataAdapter()
    {
    }

    /// <param name="selectCommand">The query that fills.</param>
    public PostModernDataAdapter(PostModernCommand selectCommand) => SelectCommand = selectCommand;
}
