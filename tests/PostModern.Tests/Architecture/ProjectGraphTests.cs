using PostModern.Testing;

namespace PostModern.Tests.Architecture;

/// <summary>docs/architecture.md draws what the project files say. <c>src/native</c> restores packages and has no place in the drawing.</summary>
public sealed class ProjectGraphTests
{
    [Fact]
    public void The_diagram_equals_the_project_references()
    {
        var drawn = ProjectGraph.Drawn(File.ReadAllText(Repository.Path("docs", "architecture.md")));

        var built = Repository.Files("src", ".csproj")
            .Where(project => !project.StartsWith("src/native/", StringComparison.Ordinal))
            .SelectMany(project => ProjectGraph.Built(Path.GetFileNameWithoutExtension(project), File.ReadAllText(Repository.Path(project))))
            .Order(StringComparer.Ordinal);

        Assert.NotEmpty(drawn);
        Assert.Equal(drawn, built);
    }

    [Fact]
    public void Only_edges_inside_the_mermaid_block_are_read()
    {
        const string page = """
            Server --> Nowhere
            ```mermaid
            graph TD
              Server --> Engine
              Engine --> Arrow
            ```
            Engine --> Nowhere
            """;

        Assert.Equal(["Engine --> Arrow", "Server --> Engine"], ProjectGraph.Drawn(page));
    }

    [Fact]
    public void A_reference_that_nobody_drew_is_seen()
    {
        const string project = """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                <ProjectReference Include="..\PostModern.Engine\PostModern.Engine.csproj" />
                <ProjectReference Include="../native/PostModern.Native.csproj" />
              </ItemGroup>
            </Project>
            """;

        Assert.Equal(["Lake --> Engine"], ProjectGraph.Built("PostModern.Lake", project));
    }
}
