using PostModern.Arrow.Errors;
using PostModern.Engine.Sql;

namespace PostModern.Tests.Engine.Sql;

public class LexerTests
{
    [Theory]
    [InlineData("SELECT 'it''s'", "SELECT|'it''s'")]
    [InlineData("SELECT E'a\\'b' x", "SELECT|E'a\\'b'|x")]
    [InlineData("a--b\nc", "a|c")]
    [InlineData("a/* x /* nested */ y */b", "a|b")]
    [InlineData("$$ it's -- no comment $$", "$$ it's -- no comment $$")]
    [InlineData("$tag$ $$ $tag$ $1 $name ?", "$tag$ $$ $tag$|$1|$name|?")]
    [InlineData("\"a\"\"b\".c", "\"a\"\"b\"|.|c")]
    [InlineData("x=>1.5e-3::int", "x|=>|1.5e-3|::|int")]
    [InlineData("caf\u00e9 \ud83d\ude00", "caf\u00e9|\ud83d\ude00")]
    public void Text_is_cut_where_DuckDB_cuts_it(string sql, string tokens) =>
        Assert.Equal(tokens, string.Join('|', Lexer.Tokenize(sql).Select(t => t.Text)));

    [Theory]
    [InlineData("SELECT 'abc", "string", 8)]
    [InlineData("SELECT \"abc", "quoted name", 8)]
    [InlineData("/* abc", "comment", 1)]
    [InlineData("SELECT $x$ abc $y$", "string", 8)]
    public void What_has_no_end_is_named_with_its_place(string sql, string what, int character)
    {
        var error = Assert.Throws<ServerException>(() => Lexer.Tokenize(sql));
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains($"The {what} that starts at character {character}", error.Message);
    }

    [Fact]
    public void A_quoted_name_stands_for_the_text_between_the_quotes() =>
        Assert.Equal("a\"b", Assert.Single(Lexer.Tokenize("\"a\"\"b\"")).Name);
}
