namespace PostModern.Models.Decoding;

/// <summary>How a picture is made to fit a wanted size.</summary>
internal enum ImageFit
{
    /// <summary>Keeps its shape and becomes as large as fits; one side may stay shorter.</summary>
    Inside,

    /// <summary>As <see cref="Inside"/>, but a smaller picture keeps its size.</summary>
    ShrinkOnly,

    /// <summary>As <see cref="Inside"/>, centred on black so that the size is exact.</summary>
    Letterbox,

    /// <summary>Keeps its shape and fills the size; what sticks out is cut off evenly.</summary>
    Cover,

    /// <summary>Takes the exact size, whatever becomes of its shape.</summary>
    Stretch,
}
