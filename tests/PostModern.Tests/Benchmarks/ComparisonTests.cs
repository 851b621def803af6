using PostModern.Benchmarks.Frame;

namespace PostModern.Tests.Benchmarks;

/// <summary>The judge of the benchmarks: what it counts, and when it says that a bar is held.</summary>
public sealed class ComparisonTests
{
    [Theory]
    [InlineData(nameof(Direction.MoreIsBetter), 90, 100, 0.9, true)]
    [InlineData(nameof(Direction.MoreIsBetter), 89, 100, 0.9, false)]
    [InlineData(nameof(Direction.LessIsBetter), 100, 90, 0.9, true)]
    [InlineData(nameof(Direction.LessIsBetter), 100, 89, 0.9, false)]
    public async Task A_bar_is_a_least_ratio_whichever_way_the_unit_points(string better, double ours, double reference, double bar, bool held)
    {
        var measure = new Measure("m", "u", Enum.Parse<Direction>(better), bar, _ => Task.FromResult(ours), _ => Task.FromResult(reference));

        Assert.Equal(held, (await Comparison.RunAsync(measure, 1, CancellationToken.None)).Held);
    }

    [Theory]
    [InlineData(299, true)]
    [InlineData(301, false)]
    public async Task A_limit_is_held_below_it(double used, bool held)
    {
        var measure = Measure.Limit("memory", "MB", 300, _ => Task.FromResult(used));

        Assert.Equal(held, (await Comparison.RunAsync(measure, 1, CancellationToken.None)).Held);
    }

    [Fact]
    public async Task Sides_take_turns_in_going_first_and_the_median_of_the_counted_rounds_stands()
    {
        var order = "";
        var figures = new Queue<double>([1000, 5, 1, 3]);
        var measure = new Measure("m", "ms", Direction.LessIsBetter, 1, Ours, Reference);

        var comparison = await Comparison.RunAsync(measure, 3, CancellationToken.None);

        Assert.Equal("roorroor", order);
        Assert.Equal(3, comparison.Ours);
        Assert.Equal(2, comparison.Reference);

        Task<double> Ours(CancellationToken cancellationToken)
        {
            order += "o";
            return Task.FromResult(figures.Dequeue());
        }

        Task<double> Reference(CancellationToken cancellationToken)
        {
            order += "r";
            return Task.FromResult(2.0);
        }
    }

    [Fact]
    public void A_line_has_name_ours_reference_unit_ratio_bar_and_verdict()
    {
        var measure = new Measure("rows-to-client", "rows/s", Direction.MoreIsBetter, 0.9, _ => Task.FromResult(0.0), _ => Task.FromResult(0.0));

        var words = Report.Line(new(measure, 1234567, 1000000)).Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(["rows-to-client", "1,234,567", "1,000,000", "rows/s", "1.23", "0.90", "held"], words);
    }

    [Fact]
    public void A_measure_that_cannot_run_here_says_why_instead_of_a_verdict()
    {
        Assert.Matches("^get-cpp +skipped: needs g\\+\\+$", Report.Skipped(Measure.Skip("get-cpp", "needs g++")));
    }
}
