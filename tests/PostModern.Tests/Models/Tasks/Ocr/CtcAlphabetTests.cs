using PostModern.Models.Tasks.Ocr;

namespace PostModern.Tests.Models.Tasks.Ocr;

public sealed class CtcAlphabetTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("1 1 2", "ab")]
    [InlineData("1 0 1", "aa")]
    [InlineData("0 1 3 2 0", "a b")]
    [InlineData("3 1 3", "a")]
    [InlineData("0 0", "")]
    public void Repeats_are_one_unless_a_blank_lies_between(string steps, string expected)
    {
        File.WriteAllText(_file, "a\nb\n");
        var output = steps.Split(' ').SelectMany(step => OneHot(int.Parse(step, System.Globalization.CultureInfo.InvariantCulture))).ToArray();
        var (text, confidence) = CtcAlphabet.Load(_file).Decode(output);
        Assert.Equal(expected, text);
        Assert.Equal(expected.Length == 0 ? 0 : 0.8f, confidence, 0.001f);
    }

    // Blank, a, b, space.
    private static float[] OneHot(int character)
    {
        float[] step = [0.05f, 0.05f, 0.05f, 0.05f];
        step[character] = 0.8f;
        return step;
    }
}
