// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.demo;

import io.domainsharing.it.Checkout;
import io.domainsharing.it.Command;
import io.domainsharing.it.JamesServer;
import io.domainsharing.it.SmtpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** The main job, shown: three James servers share example.com. Ends with 0 only if every step held. */
public final class Demo {
    private static final String STRANGER = "shop@elsewhere.example";
    /** So many messages. */
    private static final int WAITING = 20;

    private static final String TEAM = "team@example.com";

    private final Transcript transcript = new Transcript();
    private final Offices offices;
    private final Steps steps;

    private Demo(Offices offices) {
        this.offices = offices;
        this.steps = new Steps(offices, transcript);
    }

    /** Takes {@code --keep} and {@code --durable}, or nothing. */
    public static void main(String[] arguments) throws InterruptedException {
        List<String> wanted = Arrays.asList(arguments);
        boolean durable = wanted.contains("--durable");
        boolean held;
        try (Offices offices = new Offices(durable)) {
            Demo demo = new Demo(offices);
            held = durable ? demo.runDurable() : demo.run();
            if (held && wanted.contains("--keep")) {
                demo.keep();
            }
        }
        System.exit(held ? 0 : 1);
    }

    private boolean run() {
        openTheOffices();
        thereIsOneBob();
        mailFindsItsOwner();
        strangersAreToldTheTruth();
        oneMessageThreeOffices();
        aListInTwoOffices();
        tokyoIsCutOff();
        bobMoves();
        aSecondaryHoldsMail();
        peersAskByVrfyToo();
        peersAreNotRelays();
        return transcript.end();
    }

    private boolean runDurable() {
        openTheOffices();
        mailFindsItsOwner();
        parisIsKilledWithMailForTokyo();
        return transcript.end();
    }

    private void openTheOffices() {
        transcript.scene("Three offices, one domain: paris, tokyo and austin all serve example.com");
        long start = System.nanoTime();
        offices.start();
        transcript.say("three stock James servers are up after " + (System.nanoTime() - start) / 1_000_000_000
                + " s, each with" + " our JAR in extensions-jars/");
        steps.addUser(offices.paris, "alice");
        steps.addUser(offices.tokyo, "bob");
        steps.addUser(offices.austin, "carol");
    }

    private void thereIsOneBob() {
        transcript.scene("Somebody in Paris wants an account for Bob, too");
        transcript.say("before it creates an account, paris asks every peer afresh");
        Command.Result result = offices.addUser(offices.paris, "bob");
        transcript.check(
                result.exitCode() == 1 && result.output().contains("'bob@example.com' already exists on peer tokyo"),
                "paris   james-cli AddUser bob@example.com fails: 'bob@example.com' already exists on peer tokyo");
    }

    private void mailFindsItsOwner() {
        transcript.scene("A stranger writes to Bob, at the office in Paris, which has no Bob");
        transcript.say(
                "paris asks tokyo and austin by Minger; tokyo says yes; paris says 250 and hands the message over");
        steps.send("one", offices.paris, STRANGER, "bob");
        String message = steps.landed("one", offices.tokyo, "bob");
        message.lines()
                .filter(line -> line.startsWith("X-Domain-Sharing:"))
                .forEach(line -> transcript.say("its trace: " + line));
        transcript.say("Carol, at austin, answers Alice, who is at paris");
        steps.send("two", offices.austin, "carol@example.com", "alice");
        steps.landed("two", offices.paris, "alice");
    }

    private void strangersAreToldTheTruth() {
        transcript.scene("Somebody writes to an address that no office has");
        try (SmtpSession session = Steps.session(offices.paris, Steps.OUTSIDE)) {
            session.mail(STRANGER);
            transcript.expect(550, "paris", "RCPT TO:<nobody@example.com>", () -> session.rcpt("nobody@example.com"));
        }
    }

    private void oneMessageThreeOffices() {
        transcript.scene("One message for Alice, Bob and Carol, handed in at tokyo");
        steps.send("three", offices.tokyo, STRANGER, "alice", "bob", "carol");
        steps.landed("three", offices.paris, "alice");
        steps.landed("three", offices.tokyo, "bob");
        steps.landed("three", offices.austin, "carol");
    }

    private void aListInTwoOffices() {
        transcript.scene(
                "A mailing list in two offices: team@example.com is a group at paris, and another one at tokyo");
        offices.paris.webAdmin().group(TEAM, "alice@example.com").group(TEAM, "carol@example.com");
        offices.tokyo.webAdmin().group(TEAM, "alice@example.com").group(TEAM, "bob@example.com");
        transcript.say("paris lists Alice and Carol, tokyo lists Alice and Bob; a stranger posts at paris");
        steps.send("list", offices.paris, STRANGER, "team");
        transcript.say("paris asks tokyo and austin whether they have the list, too, and gives tokyo a copy");
        steps.landed("list", offices.paris, "alice");
        steps.landed("list", offices.tokyo, "bob");
        steps.landed("list", offices.austin, "carol");
        transcript.check(
                Steps.holds(() -> offices.paris.log().contains("is a second copy for 1 recipients")),
                "paris   drops the copy that tokyo sends for Alice, who has it already");
        steps.landed("list", offices.paris, "alice");
    }

    private void tokyoIsCutOff() {
        transcript.scene("The line to Tokyo is cut: its server is killed");
        offices.stopTokyo();
        transcript.say("Bob's owner is remembered for five days: his mail is taken as ever, and waits for tokyo");
        steps.send("four", offices.paris, STRANGER, "bob");
        transcript.check(
                Steps.holds(() -> offices.paris.webAdmin().queueSize("domain-sharing-tokyo") == 1),
                "paris   one message waits in its queue domain-sharing-tokyo");
        transcript.say(
                "dave could be at tokyo: nobody can tell, so 451; soon tokyo is known to be down, and it costs nothing");
        for (String unknown : List.of("dave", "erin", "frank", "grace")) {
            try (SmtpSession session = Steps.session(offices.paris, Steps.OUTSIDE)) {
                session.mail(STRANGER);
                String address = unknown + "@example.com";
                transcript.expect(451, "paris", "RCPT TO:<" + address + ">", () -> session.rcpt(address));
            }
        }
        Command.Result why = offices.ask(offices.paris, "owner", Offices.address("dave"));
        transcript.check(why.exitCode() == 3, "paris   an operator asks why: domain-sharing owner dave@example.com");
        why.output().lines().forEach(transcript::say);
        transcript.say("Carol's mail is not held up by that");
        steps.send("five", offices.paris, STRANGER, "carol");
        steps.landed("five", offices.austin, "carol");
        transcript.say("tokyo comes back");
        offices.restartTokyoWith("bob");
        steps.landed("four", offices.tokyo, "bob");
        transcript.check(
                Steps.holds(() -> steps.refusedAsUnknown(STRANGER, "dave")),
                "paris   dave@example.com is now known to be nowhere: 550");
    }

    private void parisIsKilledWithMailForTokyo() {
        transcript.scene("The line to Tokyo is cut, and then the server that holds Tokyo's mail is killed (kill -9)");
        transcript.say("paris is a James with JPA, which keeps its queues on disk, below var/");
        offices.shutTokyosDoor();
        transcript.check(
                steps.acceptsAll(offices.paris, STRANGER, "waits", WAITING),
                "paris   takes " + WAITING + " messages for bob");
        transcript.check(Steps.holds(() -> waitingForTokyo() == WAITING), "paris   all of them wait for tokyo");
        offices.paris.kill();
        transcript.say("paris is killed, and started again");
        offices.paris.start();
        transcript.check(Steps.holds(() -> waitingForTokyo() == WAITING), "paris   all of them still wait");
        offices.openTokyosDoor();
        transcript.check(
                Steps.holds(() -> waitingForTokyo() == 0), "paris   tokyo is reached again: none waits any more");
        int landed =
                offices.inbox(offices.tokyo, "bob").messagesWith("demo-waits").size();
        transcript.check(landed == WAITING, "tokyo   bob has " + landed + " messages of " + WAITING + ", each once");
    }

    private int waitingForTokyo() {
        return offices.paris.webAdmin().queueSize("domain-sharing-tokyo");
    }

    private void bobMoves() {
        transcript.scene("Bob moves from Tokyo to Austin while a message for him is on its way");
        offices.shutTokyosDoor();
        steps.send("six", offices.paris, STRANGER, "bob");
        transcript.check(
                Steps.holds(() -> offices.paris.webAdmin().queueSize("domain-sharing-tokyo") == 1),
                "paris   it waits for tokyo, where bob was, whose door is shut");
        transcript.check(
                offices.removeUser(offices.tokyo, "bob").exitCode() == 0,
                "tokyo   james-cli RemoveUser bob@example.com");
        steps.addUser(offices.austin, "bob");
        offices.openTokyosDoor();
        transcript.say(
                "tokyo refuses it: 550 5.1.1; paris forgets what it remembered, asks afresh, and austin says yes");
        String message = steps.landed("six", offices.austin, "bob");
        message.lines()
                .filter(line -> line.startsWith("X-Domain-Sharing:"))
                .forEach(line -> transcript.say("its trace, without tokyo: " + line));
    }

    private void aSecondaryHoldsMail() {
        transcript.scene(
                "branch.example is tokyo's alone; austin is its secondary server, and the branch's line is down");
        String dora = "dora@" + Offices.BRANCH;
        steps.addUser(offices.tokyo, dora);
        steps.send("seven", offices.austin, STRANGER, dora);
        transcript.check(
                Steps.holds(this::isHeldForAnHour),
                "austin  holds it in the queue domain-sharing-gateway-branch.example");
        offices.openBranchDoor();
        transcript.say(
                "the line is up again, and tokyo asks for its mail instead of waiting for the next try, in an hour");
        try (SmtpSession session =
                Steps.session(offices.austin, offices.tokyo.endpoints().host())) {
            transcript.expect(253, "austin", "ETRN branch.example", () -> session.send("ETRN " + Offices.BRANCH));
        }
        steps.landed("seven", offices.tokyo, dora);
    }

    private boolean isHeldForAnHour() {
        String next = offices.austin
                .webAdmin()
                .get("/domain-sharing/gateways")
                .path(0)
                .path("nextAttempt")
                .asText();
        Instant soon = Clock.systemUTC().instant().plus(Duration.ofMinutes(30));
        return !next.isEmpty() && Instant.parse(next).isAfter(soon);
    }

    private void peersAskByVrfyToo() {
        transcript.scene("A server that knows no Minger asks by VRFY, as austin has asked paris all the time");
        try (SmtpSession session =
                Steps.session(offices.paris, offices.austin.endpoints().host())) {
            transcript.expect(250, "paris", "VRFY alice@example.com", () -> session.send("VRFY alice@example.com"));
            transcript.expect(550, "paris", "VRFY bob@example.com", () -> session.send("VRFY bob@example.com"));
        }
        try (SmtpSession session = Steps.session(offices.paris, Steps.OUTSIDE)) {
            transcript.expect(
                    252, "paris", "a stranger's VRFY alice@...", () -> session.send("VRFY alice@example.com"));
        }
    }

    private void peersAreNotRelays() {
        transcript.scene("Being a peer gives delivery to people who live here, and nothing more");
        try (SmtpSession session =
                Steps.session(offices.paris, offices.tokyo.endpoints().host())) {
            transcript.expect(
                    250, "paris", "from tokyo's address, MAIL FROM bob", () -> session.mail("bob@example.com"));
            transcript.expect(250, "paris", "RCPT TO:<alice@example.com>", () -> session.rcpt("alice@example.com"));
            transcript.expect(
                    550,
                    "paris",
                    "RCPT TO:<someone@elsewhere.example>",
                    () -> session.rcpt("someone@elsewhere.example"));
            transcript.expect(
                    550, "paris", "RCPT TO:<carol@example.com>, of austin", () -> session.rcpt("carol@example.com"));
        }
    }

    /** Leaves everything running until the process is ended. */
    private void keep() throws InterruptedException {
        transcript.scene("The offices stay open until you press Ctrl-C. Their password is " + Offices.PASSWORD);
        for (JamesServer server : offices.all()) {
            transcript.say(String.format(
                    Locale.ROOT,
                    "%-7s %s  smtp %d, imap %d, webadmin http://%s:%d, minger %d (udp), log %s",
                    server.name(),
                    server.endpoints().host(),
                    server.endpoints().smtp(),
                    server.endpoints().imap(),
                    server.endpoints().host(),
                    server.endpoints().webAdmin(),
                    server.endpoints().minger(),
                    server.folder().resolve("james.log")));
        }
        JamesServer paris = offices.paris;
        transcript.say("to try: curl --url smtp://" + paris.endpoints().host() + ":"
                + paris.endpoints().smtp()
                + " --mail-from you@elsewhere.example --mail-rcpt bob@example.com --crlf -T message.txt");
        transcript.say("        java -jar " + Checkout.commandLineJar() + " owner bob@example.com --webadmin "
                + Offices.webAdmin(paris));
        transcript.say("        in a browser: " + Offices.webAdmin(paris) + "/domain-sharing/ui");
        new CountDownLatch(1).await();
    }
}
