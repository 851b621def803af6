namespace PostModern.Models.Tasks.Detection;

/// <summary>A rectangle by two corners, in fractions of the picture's width and height.</summary>
internal readonly record struct Box(float Left, float Top, float Right, float Bottom)
{
    internal float Area => (Right - Left) * (Bottom - Top);

    /// <summary>Intersection over union: 0 for strangers, 1 for twins.</summary>
    internal float Overlap(Box other)
    {
        var width = Math.Min(Right, other.Right) - Math.Max(Left, other.Left);
        var height = Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top);
        var shared = Math.Max(0, width) * Math.Max(0, height);
        return shared / (Area + other.Area - shared);
    }
}
