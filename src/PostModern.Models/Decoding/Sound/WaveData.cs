namespace PostModern.Models.Decoding.Sound;

/// <summary>Where the samples of a WAV file lie.</summary>
/// <param name="Format">How they are laid out.</param>
/// <param name="Start">Bytes before the first.</param>
/// <param name="Length">Bytes of whole frames.</param>
internal readonly record struct WaveData(WaveFormat Format, int Start, int Length);
