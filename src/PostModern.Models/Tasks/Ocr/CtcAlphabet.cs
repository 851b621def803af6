using System.Numerics.Tensors;
using System.Text;

namespace PostModern.Models.Tasks.Ocr;

/// <summary>The characters of a recogniser, and the reading of its output.</summary>
/// <remarks>
/// Each step of the output holds a probability for "no character" and for each character; the same one twice in a row is one, unless
/// "no character" lies between (connectionist temporal classification, Graves et al. 2006).
/// </remarks>
internal sealed class CtcAlphabet
{
    private const int Blank = 0;
    private readonly string[] _characters;

    private CtcAlphabet(string[] characters) => _characters = characters;

    /// <param name="path">A character a line; a space follows the last.</param>
    internal static CtcAlphabet Load(string path) => new([string.Empty, .. File.ReadAllLines(path), " "]);

    /// <summary>The most probable text.</summary>
    /// <param name="steps">Probabilities: the alphabet's size a step.</param>
    /// <returns>The text, and the mean probability of its characters.</returns>
    internal (string Text, float Confidence) Decode(ReadOnlySpan<float> steps)
    {
        var text = new StringBuilder();
        var (previous, count, sum) = (Blank, 0, 0f);
        for (; !steps.IsEmpty; steps = steps[_characters.Length..])
        {
            var best = TensorPrimitives.IndexOfMax(steps[.._characters.Length]);
            if (best != Blank && best != previous)
            {
                text.Append(_characters[best]);
                sum += steps[best];
                count++;
            }

            previous = best;
        }

        return (text.ToString().Trim(), count == 0 ? 0 : sum / count);
    }
}
