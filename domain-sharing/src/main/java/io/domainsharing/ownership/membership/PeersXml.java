// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.PeerProof;
import io.domainsharing.ownership.PeerTls;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.configuration.Block;
import io.domainsharing.ownership.configuration.PeerBlock;
import io.domainsharing.ownership.configuration.Words;
import io.domainsharing.ownership.disk.PlainXml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.io.FileHandler;
import org.apache.james.core.Domain;
import org.xml.sax.SAXException;

/** {@link StoredPeers} in the words of {@code <peers>} of {@code domainsharing.xml}. Stateless. */
final class PeersXml {
    private static final String ROOT = "peers";
    private static final String PEER = "peer";
    private static final String KNOWN = "known";
    private static final String KEPT = "kept";
    private static final String MX = "mx";
    private static final String MODE = "mode";
    private static final String FROM = "from";
    private static final String TO = "to";
    private static final Words<PeerMode> MODES = Words.of(PeerMode.class);

    private PeersXml() {}

    /**
     * Reads all of it.
     *
     * @throws IOException it is damaged or says something that no peer can be; the message quotes no value
     */
    static StoredPeers read(byte[] octets) throws IOException {
        try {
            return parse(octets);
        } catch (BadConfigurationException e) {
            throw new IOException(e.mistake(), e);
        } catch (SAXException | ConfigurationException e) {
            // Not the parser's own words: they may quote the file.
            throw new IOException("is damaged", new IOException(e.getClass().getName()));
        }
    }

    private static StoredPeers parse(byte[] octets) throws IOException, SAXException, ConfigurationException {
        XMLConfiguration xml = new XMLConfiguration();
        FileHandler reader = new FileHandler(xml);
        reader.setEncoding(StandardCharsets.UTF_8.name());
        reader.load(new ByteArrayInputStream(PlainXml.requirePlain(octets)));
        PlainXml.requireNoReferenceElsewhere(xml.getNodeModel().getNodeHandler().getRootNode());
        if (!ROOT.equals(xml.getRootElementName())) {
            throw new BadConfigurationException(
                    "<" + xml.getRootElementName() + ">", "is not the root element", "Write <" + ROOT + ">");
        }
        Block block = Block.root(xml);
        List<PeerName> known = names(block, KNOWN);
        List<PeerName> kept = names(block, KEPT);
        Map<Domain, List<String>> mx = new LinkedHashMap<>();
        for (Block list : block.blocks(MX)) {
            Domain domain = list.required("domain", Domain::of, "Write a domain");
            mx.put(domain, list.values("host", host -> host, "Write a host name"));
            list.rejectOthers();
        }
        Map<PeerName, ModeChange> modes = modes(block);
        return new StoredPeers(PeerBlock.allFrom(block), Set.copyOf(known), Set.copyOf(kept), mx, modes);
    }

    private static Map<PeerName, ModeChange> modes(Block block) throws BadConfigurationException {
        Map<PeerName, ModeChange> modes = new HashMap<>();
        for (Block mode : block.blocks(MODE)) {
            PeerName peer = mode.required(PEER, PeerName::new, "Write the name of a peer");
            modes.put(peer, new ModeChange(mode(mode, FROM), mode(mode, TO)));
            mode.rejectOthers();
        }
        return modes;
    }

    private static PeerMode mode(Block block, String key) throws BadConfigurationException {
        return block.required(key, MODES, "Write the mode of a peer");
    }

    private static List<PeerName> names(Block block, String key) throws BadConfigurationException {
        return block.values(key, PeerName::new, "Write the name of a peer");
    }

    /** @throws ConfigurationException it cannot be written there */
    static void write(StoredPeers content, OutputStream out) throws ConfigurationException {
        XMLConfiguration xml = new XMLConfiguration();
        xml.setRootElementName(ROOT);
        content.peers().forEach(peer -> add(xml, peer));
        content.known().stream().map(PeerName::value).sorted().forEach(name -> xml.addProperty(KNOWN, name));
        content.kept().stream().map(PeerName::value).sorted().forEach(name -> xml.addProperty(KEPT, name));
        content.mx().forEach((domain, hosts) -> {
            xml.addProperty(MX + "(-1).domain", domain.asString());
            hosts.forEach(host -> xml.addProperty(MX + ".host", host));
        });
        // In one order always: nodes compare what is written.
        Map<String, ModeChange> modes = new TreeMap<>();
        content.modes().forEach((name, change) -> modes.put(name.value(), change));
        modes.forEach((name, change) -> {
            xml.addProperty(MODE + "(-1)." + PEER, name);
            xml.addProperty(MODE + "." + FROM, Words.word(change.from()));
            xml.addProperty(MODE + "." + TO, Words.word(change.to()));
        });
        FileHandler writer = new FileHandler(xml);
        writer.setEncoding(StandardCharsets.UTF_8.name());
        writer.save(out);
    }

    private static void add(XMLConfiguration xml, Peer peer) {
        xml.addProperty(PEER + "(-1).name", peer.name().value());
        peer.smtp().forEach(host -> xml.addProperty(PEER + ".smtp", host.toString()));
        xml.addProperty(PEER + ".lookup", Words.word(peer.lookup()));
        xml.addProperty(PEER + ".mingerPort", peer.mingerPort());
        if (peer.secret() != null) {
            xml.addProperty(PEER + ".secret", peer.secret().value());
        }
        peer.trusted().forEach(network -> xml.addProperty(PEER + ".trusted", network.toString()));
        peer.domains().forEach(domain -> xml.addProperty(PEER + ".domain", domain.asString()));
        // Not the defaults, so that an older version, which does not know the keys, can read the file.
        if (!peer.tls().equals(PeerTls.DEFAULT)) {
            xml.addProperty(PEER + ".tls", peer.tls().text());
        }
        if (peer.mode() != PeerMode.SHARE) {
            xml.addProperty(PEER + ".mode", Words.word(peer.mode()));
        }
        if (peer.proof() != PeerProof.AUTO) {
            xml.addProperty(PEER + ".proof", Words.word(peer.proof()));
        }
        if (peer.digestPort() != Peer.DEFAULT_DIGEST_PORT) {
            xml.addProperty(PEER + ".digestPort", peer.digestPort());
        }
        peer.unknownUser().forEach(reply -> xml.addProperty(PEER + ".unknownUser", reply.text()));
    }
}
