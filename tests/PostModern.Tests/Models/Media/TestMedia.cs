using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace PostModern.Tests.Models.Media;

/// <summary>Video, sound and PDF files made for a test.</summary>
internal static class TestMedia
{
    /// <summary>A picture that counts, 10 a second with a keyframe every 2 seconds, and a tone.</summary>
    public static void Video(string path, int seconds, params string[] options) => Run(
        "ffmpeg",
        [
            "-v", "error", "-f", "lavfi", "-i", Text($"testsrc=size=320x240:rate=10:duration={seconds}"), "-f", "lavfi", "-i", Text($"sine=frequency=440:duration={seconds}"),
            "-g", "20", "-keyint_min", "20", "-sc_threshold", "0", "-pix_fmt", "yuv420p", .. options, path,
        ]);

    /// <summary>Tones of 440 Hz between stretches without sound, as a WAV file of 8 kHz.</summary>
    /// <param name="seconds">Tone, silence, tone, …</param>
    public static void Sound(string path, params double[] seconds)
    {
        const int rate = 8000;
        var samples = new List<short>();
        for (var i = 0; i < seconds.Length; i++)
        {
            var loudness = i % 2 == 0 ? 8000 : 0;
            samples.AddRange(Enumerable.Range(0, (int)(seconds[i] * rate)).Select(n => (short)(loudness * Math.Sin(n * 2 * Math.PI * 440 / rate))));
        }

        using var file = new BinaryWriter(File.Create(path));
        file.Write("RIFF"u8);
        file.Write(36 + (samples.Count * 2));
        file.Write("WAVEfmt "u8);
        file.Write(16);
        file.Write((short)1);
        file.Write((short)1);
        file.Write(rate);
        file.Write(rate * 2);
        file.Write((short)2);
        file.Write((short)16);
        file.Write("data"u8);
        file.Write(samples.Count * 2);
        samples.ForEach(file.Write);
    }

    /// <summary>A PDF file of A5 pages with a line of text each.</summary>
    /// <param name="trailer">What else stands in the trailer, such as a reference to how it is encrypted.</param>
    public static byte[] Pdf(IReadOnlyList<string> lines, string trailer = "")
    {
        var kids = string.Join(' ', Enumerable.Range(0, lines.Count).Select(i => Text($"{4 + (2 * i)} 0 R")));
        List<string> objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            Text($"<< /Type /Pages /Kids [{kids}] /Count {lines.Count} >>"),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        foreach (var line in lines)
        {
            var content = $"BT /F1 36 Tf 40 300 Td ({line}) Tj ET";
            objects.Add(Text($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Resources << /Font << /F1 3 0 R >> >> /Contents {objects.Count + 2} 0 R >>"));
            objects.Add(Text($"<< /Length {content.Length} >>\nstream\n{content}\nendstream"));
        }

        return Write(objects, trailer);
    }

    public static void Run(string program, IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardInput = true })!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {errors}");
    }

    private static byte[] Write(List<string> objects, string trailer)
    {
        var file = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();
        for (var i = 0; i < objects.Count; i++)
        {
            places.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var start = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        places.ForEach(place => file.Append(CultureInfo.InvariantCulture, $"{place:0000000000} 00000 n \n"));
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Count + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
