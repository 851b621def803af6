namespace PostModern.Lake.Delta;

/// <summary>A Parquet file that holds some of a V2 checkpoint's files.</summary>
/// <param name="Name">Within <c>_delta_log/_sidecars</c>.</param>
internal sealed record Sidecar(string Name) : DeltaAction
{
    public const string FolderName = "_sidecars";
}
