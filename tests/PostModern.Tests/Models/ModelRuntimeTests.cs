using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Models;
using PostModern.Models.Signatures;

namespace PostModern.Tests.Models;

[Collection(ModelCollection.Name)]
public sealed class ModelRuntimeTests(ModelFixture fixture)
{
    private static readonly Dictionary<string, object?> NoOptions = [];

    [Fact]
    public void The_tasks_are_those_of_the_documentation() =>
        Assert.Equal(
            [
                "ai_complete", "ai_count_tokens", "ai_extract", "ai_filter", "ai_summarize", "ai_translate", "caption", "classify", "classify_scores", "detect",
                "embed", "entities", "moderate", "ocr", "pm_ai_agg", "sentiment", "transcribe", "transcribe_segments",
            ],
            fixture.Runtime.Signatures.Select(s => s.Function).Distinct().Order());

    [Fact]
    public void Every_task_has_a_model_that_says_what_it_is()
    {
        // Those with an advice have no model before somebody makes one.
        foreach (var signature in fixture.Runtime.Signatures.Where(signature => signature.Advice is null))
        {
            var bound = fixture.Runtime.Bind(signature, NoOptions);
            Assert.Single(fixture.Runtime.Models, model => model.Name == bound.Name && model.Licence.Length > 0 && model.Source.Length > 0);
            Assert.Equal(64, bound.Digest.Length);
            Assert.Equal(signature.ResultType, bound.ResultType);
        }
    }

    [Fact]
    public void Types_are_known_before_anything_runs()
    {
        Assert.Equal(ArrowTypes.Utf8, fixture.Runtime.Bind("caption", NoOptions).ResultType);
        Assert.Equal(InputKind.Object, fixture.Runtime.Bind("caption", NoOptions).Signature.Input);
        Assert.Equal(new FixedSizeListType(ArrowTypes.Float32, 512), fixture.Runtime.Bind("embed", NoOptions, InputKind.Text).ResultType);
        Assert.Equal(InputKind.Text, fixture.Runtime.Bind("embed", NoOptions, InputKind.Text).Signature.Input);
        Assert.Equal(InputKind.Object, fixture.Runtime.Bind("embed", NoOptions, InputKind.Object).Signature.Input);
    }

    [Fact]
    public void A_picture_s_vector_depends_on_more_models_than_a_text_s() => Assert.NotEqual(
        fixture.Runtime.Bind("embed", NoOptions, InputKind.Text).Digest, fixture.Runtime.Bind("embed", NoOptions, InputKind.Object).Digest);

    [Theory]
    [InlineData("paint", "caption, detect, ocr, embed, classify")]
    public void An_unknown_task_is_answered_with_those_there_are(string task, string expected) =>
        AssertRefused(ErrorCode.NotFound, expected, () => fixture.Runtime.Bind(task, NoOptions));

    [Fact]
    public void An_unknown_model_is_answered_with_those_there_are() =>
        AssertRefused(ErrorCode.NotFound, "caption-coco80", () => Bind("caption", "model", "blip"));

    [Fact]
    public void An_unknown_option_is_answered_with_those_there_are() =>
        AssertRefused(ErrorCode.InvalidInput, "model, on_error, device, threshold", () => Bind("detect", "treshold", 0.5));

    [Fact]
    public void Options_of_the_wrong_kind_are_refused()
    {
        AssertRefused(ErrorCode.InvalidInput, "'model'", () => Bind("caption", "model", 7));
        AssertRefused(ErrorCode.InvalidInput, "'fail'", () => Bind("caption", "on_error", "explode"));
    }

    [Fact]
    public void Names_may_be_written_in_any_case()
    {
        Assert.Equal("caption-coco80", fixture.Runtime.Bind("CAPTION", NoOptions).Name);
        Assert.Equal("caption-coco80", Bind("caption", "MODEL", "Caption-COCO80").Name);
    }

    [Fact]
    public void A_task_for_objects_takes_no_text() =>
        AssertRefused(ErrorCode.InvalidInput, "takes an OBJECT", () => fixture.Runtime.Bind("ocr", NoOptions, InputKind.Text));

    [Fact]
    public void A_model_folder_that_is_not_there_is_said_so() => AssertRefused(
        ErrorCode.NotFound, "/no/such/folder", () => new ModelRuntime(ModelFixture.Options with { ModelFolder = "/no/such/folder" }));

    private BoundModel Bind(string task, string option, object value) =>
        fixture.Runtime.Bind(task, new Dictionary<string, object?> { [option] = value });

    private static void AssertRefused(ErrorCode code, string expected, Func<object> action)
    {
        var error = Assert.Throws<ServerException>(action);
        Assert.Equal(code, error.Code);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
