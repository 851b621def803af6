namespace PostModern.Models.Media;

/// <summary>Which pictures of a video are meant: exactly one of the three.</summary>
/// <param name="Every">One each so often, the first at 0.</param>
/// <param name="Count">As many, each from the middle of an equal share.</param>
/// <param name="Keyframes">Those that need no other to be decoded.</param>
public sealed record FrameChoice(TimeSpan? Every = null, int? Count = null, bool Keyframes = false);
