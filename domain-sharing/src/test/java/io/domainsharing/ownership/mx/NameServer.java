// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A DNS server on a loopback port, its records written as in a zone file. A name with records of other types exists; about
 * any other name it says NXDOMAIN. Any thread.
 */
public final class NameServer implements AutoCloseable {
    private static final int LARGEST = 4096;

    private final DatagramSocket socket;
    private final Map<Name, List<Record>> zone = new ConcurrentHashMap<>();
    private final Map<Name, Integer> failing = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean silent;
    private volatile boolean broken;

    public NameServer() {
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "name-server");
        thread.setDaemon(true);
        thread.start();
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** What stands at that name from now on, such as {@code "60 MX 10 mx1.example.com."}; nothing: the name is not there. */
    public NameServer set(String name, String... records) {
        Name key = name(name);
        failing.remove(key);
        if (records.length == 0) {
            zone.remove(key);
        } else {
            zone.put(key, Arrays.stream(records).map(text -> record(key, text)).toList());
        }
        return this;
    }

    /** From now on that name is answered SERVFAIL. */
    public NameServer fail(String name) {
        failing.put(name(name), Rcode.SERVFAIL);
        return this;
    }

    /** Whether it says nothing at all. */
    public NameServer silent(boolean value) {
        silent = value;
        return this;
    }

    /** Whether it answers SERVFAIL to everything. */
    public NameServer broken(boolean value) {
        broken = value;
        return this;
    }

    /** How often it was asked, such as for {@code "example.com. MX"}. */
    public long asked(String question) {
        return asked.stream().filter(question::equals).count();
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        byte[] buffer = new byte[LARGEST];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
                asked.add(query.getQuestion().getName() + " "
                        + Type.string(query.getQuestion().getType()));
                if (!silent) {
                    byte[] answer = answer(query).toWire();
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                if (socket.isClosed()) {
                    return;
                }
            }
        }
    }

    private Message answer(Message query) {
        Record question = query.getQuestion();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question, Section.QUESTION);
        if (broken || failing.containsKey(question.getName())) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
            return answer;
        }
        List<Record> records = zone.get(question.getName());
        if (records == null) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
            return answer;
        }
        records.stream()
                .filter(record -> record.getType() == question.getType() || record.getType() == Type.CNAME)
                .forEach(record -> answer.addRecord(record, Section.ANSWER));
        return answer;
    }

    private static Record record(Name name, String text) {
        String[] words = text.split(" ", 3);
        try {
            return Record.fromString(
                    name, Type.value(words[1]), DClass.IN, Long.parseLong(words[0]), words[2], Name.root);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
