using PostModern.Engine.Sql;
using PostModern.Lake.Objects;

namespace PostModern.Engine.Planning;

/// <summary>COPY … TO an object, or a folder of objects.</summary>
/// <param name="Text">The statement, without its semicolon.</param>
/// <param name="Query">The rows; its datasets are pinned.</param>
/// <param name="Url">Where they go.</param>
/// <param name="Options">COPY's options, as written.</param>
/// <param name="Store">Where that is.</param>
internal sealed record PlannedUpload(string Text, string Query, string Url, string Options, IObjectStore Store) : SqlStatement(Text);
