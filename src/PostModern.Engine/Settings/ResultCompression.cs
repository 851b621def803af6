namespace PostModern.Engine.Settings;

/// <summary>How a session wants its results' columns compressed.</summary>
public enum ResultCompression
{
    None,
    Lz4,
    Zstd,
}
