namespace PostModern.Engine.Ingest;

/// <summary>What an upload does to a table that is there already.</summary>
public enum IfTableExists
{
    /// <summary>Nothing: it fails.</summary>
    Fail,

    /// <summary>Adds its rows, by the names of the columns.</summary>
    Append,

    /// <summary>Takes its place; a dataset gets a new version, and keeps its history.</summary>
    Replace,
}
