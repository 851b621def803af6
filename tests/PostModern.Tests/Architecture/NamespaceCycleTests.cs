using System.Reflection;
using PostModern.Tests.Architecture.Samples.Left;
using PostModern.Tests.Architecture.Samples.Right;

namespace PostModern.Tests.Architecture;

/// <summary>Inside a project, namespaces (folders) use each other in one direction.</summary>
public sealed class NamespaceCycleTests
{
    [Theory]
    [InlineData("PostModern.Arrow")]
    [InlineData("PostModern.Flight")]
    [InlineData("PostModern.DuckDb")]
    [InlineData("PostModern.Lake")]
    [InlineData("PostModern.Models")]
    [InlineData("PostModern.Engine")]
    [InlineData("PostModern.Server")]
    [InlineData("PostModern.Data")]
    public void Namespaces_of_a_project_form_no_cycle(string project) => Assert.Empty(NamespaceCycles.In(Assembly.Load(project)));

    [Fact]
    public void A_cycle_through_a_method_body_and_a_generic_argument_is_found()
    {
        var cycle = NamespaceCycles.Among([typeof(Caller), typeof(Callee)]);

        Assert.Equal(2, cycle.Count);
        Assert.Contains("Left -> ", cycle[0]);
        Assert.Contains("Caller uses ", cycle[0]);
        Assert.Contains("Right -> ", cycle[1]);
    }

    [Fact]
    public void One_direction_is_no_cycle() => Assert.Empty(NamespaceCycles.Among([typeof(Leaf), typeof(Stranger)]));

    [Fact]
    public void The_types_used_in_a_method_body_are_found() => Assert.Contains(typeof(Callee), TypeUses.Of(typeof(Caller)));
}
