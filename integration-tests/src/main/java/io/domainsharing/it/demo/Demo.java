// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.demo;

import io.domainsharing.it.Checkout;
import io.domainsharing.it.Command;
import io.domainsharing.it.ImapMailbox;
import io.domainsharing.it.JamesServer;
import io.domainsharing.it.SmtpReply;
import io.domainsharing.it.SmtpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The main job, shown: three James servers share example.com. Ends with 0 only if every step held. */
public final class Demo {
    private static final String STRANGER = "shop@elsewhere.example";
    private static final String OUTSIDE = "127.0.0.1";
    private static final String TEAM = "team@example.com";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Transcript transcript = new Transcript();
    private final Offices offices;

    private Demo(Offices offices) {
        this.offices = offices;
    }

    /** Takes {@code --keep} or nothing. */
    public static void main(String[] arguments) throws InterruptedException {
        boolean held;
        try (Offices offices = new Offices()) {
            Demo demo = new Demo(offices);
            held = demo.run();
            if (held && Arrays.asList(arguments).contains("--keep")) {
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

    private void openTheOffices() {
        transcript.scene("Three offices, one domain: paris, tokyo and austin all serve example.com");
        long start = System.nanoTime();
        offices.start();
        transcript.say("three stock James servers are up after " + (System.nanoTime() - start) / 1_000_000_000
                + " s, each with" + " our JAR in extensions-jars/");
        addUser(offices.paris, "alice");
        addUser(offices.tokyo, "bob");
        addUser(offices.austin, "carol");
    }

    private void addUser(JamesServer server, String user) {
        Command.Result result = offices.addUser(server, user);
        transcript.check(
                result.exitCode() == 0,
                String.format(Locale.ROOT, "%-7s james-cli AddUser %s", server.name(), Offices.address(user)));
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
        send("one", offices.paris, STRANGER, "bob");
        String message = landed("one", offices.tokyo, "bob");
        message.lines()
                .filter(line -> line.startsWith("X-Domain-Sharing:"))
                .forEach(line -> transcript.say("its trace: " + line));
        transcript.say("Carol, at austin, answers Alice, who is at paris");
        send("two", offices.austin, "carol@example.com", "alice");
        landed("two", offices.paris, "alice");
    }

    private void strangersAreToldTheTruth() {
        transcript.scene("Somebody writes to an address that no office has");
        try (SmtpSession session = session(offices.paris, OUTSIDE)) {
            session.mail(STRANGER);
            transcript.expect(550, "paris", "RCPT TO:<nobody@example.com>", () -> session.rcpt("nobody@example.com"));
        }
    }

    private void oneMessageThreeOffices() {
        transcript.scene("One message for Alice, Bob and Carol, handed in at tokyo");
        send("three", offices.tokyo, STRANGER, "alice", "bob", "carol");
        landed("three", offices.paris, "alice");
        landed("three", offices.tokyo, "bob");
        landed("three", offices.austin, "carol");
    }

    private void aListInTwoOffices() {
        transcript.scene(
                "A mailing list in two offices: team@example.com is a group at paris, and another one at tokyo");
        offices.paris.webAdmin().group(TEAM, "alice@example.com").group(TEAM, "carol@example.com");
        offices.tokyo.webAdmin().group(TEAM, "alice@example.com").group(TEAM, "bob@example.com");
        transcript.say("paris lists Alice and Carol, tokyo lists Alice and Bob; a stranger posts at paris");
        send("list", offices.paris, STRANGER, "team");
        transcript.say("paris asks tokyo and austin whether they have the list, too, and gives tokyo a copy");
        landed("list", offices.paris, "alice");
        landed("list", offices.tokyo, "bob");
        landed("list", offices.austin, "carol");
        transcript.check(
                holds(() -> offices.paris.log().contains("is a second copy for 1 recipients")),
                "paris   drops the copy that tokyo sends for Alice, who has it already");
        landed("list", offices.paris, "alice");
    }

    private void tokyoIsCutOff() {
        transcript.scene("The line to Tokyo is cut: its server is killed");
        offices.stopTokyo();
        transcript.say("Bob's owner is remembered for five days: his mail is taken as ever, and waits for tokyo");
        send("four", offices.paris, STRANGER, "bob");
        transcript.check(
                holds(() -> offices.paris.webAdmin().queueSize("domain-sharing-tokyo") == 1),
                "paris   one message waits in its queue domain-sharing-tokyo");
        transcript.say(
                "dave could be at tokyo: nobody can tell, so 451; soon tokyo is known to be down, and it costs nothing");
        for (String unknown : List.of("dave", "erin", "frank", "grace")) {
            try (SmtpSession session = session(offices.paris, OUTSIDE)) {
                session.mail(STRANGER);
                String address = unknown + "@example.com";
                transcript.expect(451, "paris", "RCPT TO:<" + address + ">", () -> session.rcpt(address));
            }
        }
        Command.Result why = offices.ask(offices.paris, "owner", Offices.address("dave"));
        transcript.check(why.exitCode() == 3, "paris   an operator asks why: domain-sharing owner dave@example.com");
        why.output().lines().forEach(transcript::say);
        transcript.say("Carol's mail is not held up by that");
        send("five", offices.paris, STRANGER, "carol");
        landed("five", offices.austin, "carol");
        transcript.say("tokyo comes back");
        offices.restartTokyoWith("bob");
        landed("four", offices.tokyo, "bob");
        transcript.check(
                holds(() -> refusedAsUnknown("dave")), "paris   dave@example.com is now known to be nowhere: 550");
    }

    private void bobMoves() {
        transcript.scene("Bob moves from Tokyo to Austin while a message for him is on its way");
        offices.shutTokyosDoor();
        send("six", offices.paris, STRANGER, "bob");
        transcript.check(
                holds(() -> offices.paris.webAdmin().queueSize("domain-sharing-tokyo") == 1),
                "paris   it waits for tokyo, where bob was, whose door is shut");
        transcript.check(
                offices.removeUser(offices.tokyo, "bob").exitCode() == 0,
                "tokyo   james-cli RemoveUser bob@example.com");
        addUser(offices.austin, "bob");
        offices.openTokyosDoor();
        transcript.say(
                "tokyo refuses it: 550 5.1.1; paris forgets what it remembered, asks afresh, and austin says yes");
        String message = landed("six", offices.austin, "bob");
        message.lines()
                .filter(line -> line.startsWith("X-Domain-Sharing:"))
                .forEach(line -> transcript.say("its trace, without tokyo: " + line));
    }

    private void aSecondaryHoldsMail() {
        transcript.scene(
                "branch.example is tokyo's alone; austin is its secondary server, and the branch's line is down");
        String dora = "dora@" + Offices.BRANCH;
        addUser(offices.tokyo, dora);
        send("seven", offices.austin, STRANGER, dora);
        transcript.check(
                holds(this::isHeldForAnHour), "austin  holds it in the queue domain-sharing-gateway-branch.example");
        offices.openBranchDoor();
        transcript.say(
                "the line is up again, and tokyo asks for its mail instead of waiting for the next try, in an hour");
        try (SmtpSession session =
                session(offices.austin, offices.tokyo.endpoints().host())) {
            transcript.expect(253, "austin", "ETRN branch.example", () -> session.send("ETRN " + Offices.BRANCH));
        }
        landed("seven", offices.tokyo, dora);
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
                session(offices.paris, offices.austin.endpoints().host())) {
            transcript.expect(250, "paris", "VRFY alice@example.com", () -> session.send("VRFY alice@example.com"));
            transcript.expect(550, "paris", "VRFY bob@example.com", () -> session.send("VRFY bob@example.com"));
        }
        try (SmtpSession session = session(offices.paris, OUTSIDE)) {
            transcript.expect(
                    252, "paris", "a stranger's VRFY alice@...", () -> session.send("VRFY alice@example.com"));
        }
    }

    private void peersAreNotRelays() {
        transcript.scene("Being a peer gives delivery to people who live here, and nothing more");
        try (SmtpSession session =
                session(offices.paris, offices.tokyo.endpoints().host())) {
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

    private void send(String subject, JamesServer at, String sender, String... recipients) {
        try (SmtpSession session = session(at, OUTSIDE)) {
            transcript.expect(250, at.name(), "MAIL FROM:<" + sender + ">", () -> session.mail(sender));
            for (String recipient : recipients) {
                String address = Offices.address(recipient);
                transcript.expect(250, at.name(), "RCPT TO:<" + address + ">", () -> session.rcpt(address));
            }
            transcript.expect(
                    250,
                    at.name(),
                    "DATA (subject: " + subject + ")",
                    () -> session.data("From: " + sender + "\nSubject: demo-" + subject + "\n\nHello\n"));
        }
    }

    /** Waits for a message and checks that there is one copy of it. */
    private String landed(String subject, JamesServer at, String user) {
        ImapMailbox inbox = offices.inbox(at, user);
        try {
            String message = inbox.await("demo-" + subject);
            transcript.check(
                    inbox.messagesWith("demo-" + subject).size() == 1,
                    String.format(Locale.ROOT, "%-7s %s has it in the mailbox", at.name(), user));
            return message;
        } catch (ConditionTimeoutException e) {
            transcript.check(false, String.format(Locale.ROOT, "%-7s %s never got it", at.name(), user));
            return "";
        }
    }

    private boolean refusedAsUnknown(String user) {
        try (SmtpSession session = session(offices.paris, OUTSIDE)) {
            session.mail(STRANGER);
            return session.rcpt(user + "@" + Offices.DOMAIN).code() == 550;
        }
    }

    private static boolean holds(java.util.concurrent.Callable<Boolean> condition) {
        try {
            Awaitility.await().atMost(PATIENCE).until(condition);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private static SmtpSession session(JamesServer server, String from) {
        SmtpSession session = SmtpSession.connect(server.endpoints().smtpAddress(), from);
        SmtpReply greeting = session.ehlo();
        if (greeting.code() != 250) {
            throw new IllegalStateException(server.name() + ": " + greeting);
        }
        return session;
    }
}
