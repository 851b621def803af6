using PostModern.Benchmarks.Datasets;
using PostModern.Benchmarks.Frame;
using PostModern.Benchmarks.Models;
using PostModern.Benchmarks.Objects;
using PostModern.Benchmarks.Provider;
using PostModern.Benchmarks.Skeleton;
using PostModern.Benchmarks.Wire;

namespace PostModern.Benchmarks;

/// <summary>Every group that the command line can name, in the order in which <c>all</c> runs them.</summary>
internal static class Groups
{
    public static IReadOnlyList<Group> Create() => [new SkeletonGroup(), new WireGroup(), new DatasetsGroup(), new ObjectsGroup(), new ModelsGroup(), new ProviderGroup()];
}
