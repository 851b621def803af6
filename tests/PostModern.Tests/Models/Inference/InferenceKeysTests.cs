using PostModern.Models.Inference;

namespace PostModern.Tests.Models.Inference;

public sealed class InferenceKeysTests
{
    [Fact]
    public void Whatever_an_answer_depends_on_changes_its_key()
    {
        InferenceKey[] keys =
        [
            new InferenceKeys("model", "task", 1).KeyOf("input"u8),
            new InferenceKeys("model2", "task", 1).KeyOf("input"u8),
            new InferenceKeys("model", "task2", 1).KeyOf("input"u8),
            new InferenceKeys("model", "task", 2).KeyOf("input"u8),
            new InferenceKeys("model", "task", 1).KeyOf("input2"u8),
            new InferenceKeys("modelt", "ask", 1).KeyOf("input"u8),
            new InferenceKeys("model", "task", 1, "temperature=1").KeyOf("input"u8),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void The_same_question_has_the_same_key_in_every_process()
    {
        var key = new InferenceKeys("model", "task", 1).KeyOf("input"u8);
        Assert.Equal("2131bea454f5", Convert.ToHexStringLower(key.ToArray())[..12]);
    }
}
