using Xunit.Abstractions;

namespace PostModern.Tests.Models.Tasks.Speech;

/// <summary>Telephone speech of 8 kHz beside its text: the prompts of the Asterisk exchange, spoken by Allison Smith (CC-BY-SA-3.0).</summary>
[Collection(ModelCollection.Name)]
public sealed class PromptTests(ModelFixture fixture, ITestOutputHelper output)
{
    private static readonly (string Name, string Text)[] Prompts =
    [
        ("agent-alreadyon", "That agent is already logged on. Please enter your agent number followed by the pound key."),
        ("agent-incorrect", "Login incorrect. Please enter your agent number followed by the pound key."),
        ("agent-pass", "Please enter your password followed by the pound key."),
        ("conf-adminmenu", "Please press 1 to mute or unmute yourself, 2 to lock or unlock the conference, 3 to eject the last user, 4 or 6 to decrease or increase the conference volume, 7 or 9 to decrease or increase your volume, or 8 to exit."),
        ("conf-getchannel", "Please enter the channel number followed by the pound key."),
        ("conf-getpin", "Please enter the conference pin number."),
        ("conf-invalid", "That is not a valid conference number. Please try again."),
        ("conf-kicked", "You have been kicked from this conference."),
        ("conf-leaderhasleft", "The leader has left the conference."),
        ("conf-now-recording", "The conference is now being recorded."),
        ("conf-onlyone", "There is currently one other participant in the conference."),
        ("conf-onlyperson", "You are currently the only person in this conference."),
        ("conf-placeintoconf", "You will now be placed into the conference."),
        ("conf-waitforleader", "The conference will begin when the leader arrives."),
        ("demo-congrats", "Congratulations. You have successfully installed and executed the Asterisk open source PBX. You have also installed a set of sample sounds and configuration files that should help you to get started. Like a normal PBX you will navigate this demonstration by dialing digits. If you are using a console channel driver instead of a real phone you can use the dial, answer, and hang up commands to simulate the actions of a standard telephone."),
        ("demo-echodone", "The echo test has been completed."),
        ("demo-echotest", "You are about to enter an echo test. In this mode everything you say will be repeated back to you just as soon as it is received. The purpose of this test is to give you an audible sense of the latency between you and the machine that is running the echo test application. You may end the test by hanging up or by pressing the pound key."),
        ("demo-nogo", "I am afraid I was unable to create a connection to the Digium demonstration Asterisk server. You may find some helpful debugging information on the Asterisk console."),
        ("demo-thanks", "Goodbye. Thank you for trying out the Asterisk Open Source PBX."),
        ("dir-intro", "Welcome to the directory. Please enter the first three letters of your party's last name using your touch tone keypad. Use the 7 key for Q and the 9 key for Z."),
        ("dir-nomatch", "No directory entries match your search."),
        ("invalid", "I am sorry, that's not a valid extension. Please try again."),
        ("priv-callpending", "I have a caller waiting, who introduces themselves as"),
        ("priv-recordintro", "At the tone, please say your name."),
        ("privacy-prompt", "Please enter your phone number, starting with the area code."),
        ("privacy-unident", "The party you are trying to reach does not accept unidentified calls."),
        ("queue-periodic-announce", "All of our representatives are currently busy. Please stay on the line and your call will be answered by the next available representative."),
        ("queue-thankyou", "Thank you for your patience."),
        ("queue-youarenext", "Your call is now first in line and will be answered by the next available representative."),
        ("ss-noservice", "The number you have dialed is not in service. Please check the number and try again."),
        ("tt-allbusy", "All representatives of the household are currently assisting other telemarketers. Please hold and your call will be answered in the order it was received."),
        ("tt-monkeysintro", "They have been carried away by monkeys."),
        ("tt-somethingwrong", "Something is terribly wrong."),
        ("vm-instructions", "To look into your messages press 1 now. You may quit voicemail at any time by pressing the pound key."),
        ("vm-invalidpassword", "That is not a valid password. Please try again."),
        ("vm-msgsaved", "Your message has been saved."),
        ("vm-newpassword", "Please enter your new password followed by the pound key."),
        ("vm-nobodyavail", "Nobody is available to take your call at the moment."),
        ("vm-rec-busy", "After the tone say your busy message and then press the pound key."),
        ("vm-tempgreetactive", "Your temporary greeting is currently active."),
    ];

    [PromptFact(IsSlow = true)]
    public async Task Of_a_hundred_words_on_the_telephone_at_most_six_are_wrong()
    {
        var result = await fixture.Runtime.Bind("transcribe", new Dictionary<string, object?>())
            .RunAsync(InputColumns.Objects(Prompts.Select(prompt => Path.Combine(PromptFactAttribute.Folder, prompt.Name + ".wav"))));
        Assert.Empty(result.Errors);
        var (errors, words) = (0, 0);
        foreach (var (row, (name, text)) in Prompts.Index())
        {
            var heard = result.Values.GetString(row)!;
            var wrong = WordErrors.Count(WordErrors.Words(text), WordErrors.Words(heard));
            (errors, words) = (errors + wrong, words + WordErrors.Words(text).Length);
            if (wrong > 0)
            {
                output.WriteLine($"{name}: {wrong} wrong: {heard}");
            }
        }

        output.WriteLine($"{errors} of {words} words are wrong.");
        Assert.InRange((double)errors / words, 0, 0.06);
    }

    [PromptFact]
    public async Task Silence_and_tones_of_the_exchange_say_nothing()
    {
        string[] sounds = ["silence/10", "beep", "beeperr", "ascending-2tone", "descending-2tone"];
        var result = await fixture.Runtime.Bind("transcribe", new Dictionary<string, object?>())
            .RunAsync(InputColumns.Objects(sounds.Select(sound => Path.Combine(PromptFactAttribute.Folder, sound + ".wav"))));
        Assert.Empty(result.Errors);
        Assert.All(Enumerable.Range(0, sounds.Length), row => Assert.Equal("", result.Values.GetString(row)));
    }
}
