namespace PostModern.Lake.Objects;

/// <summary>What an object is for, as its first bytes show.</summary>
public enum MediaKind
{
    /// <summary>None of the others, or unknown.</summary>
    Other,

    /// <summary>A picture, still or animated.</summary>
    Image,

    /// <summary>Sound alone.</summary>
    Audio,

    /// <summary>Moving pictures, or a container that may hold them.</summary>
    Video,

    /// <summary>Written matter: PDF, PostScript, RTF, office files, e-books, HTML.</summary>
    Document,
}
