import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.fisco.bcos.sdk.BcosSDK;
import org.fisco.bcos.sdk.client.Client;
import org.fisco.bcos.sdk.config.ConfigOption;
import org.fisco.bcos.sdk.contract.precompiled.cns.CnsService;
import org.fisco.bcos.sdk.model.NodeVersion.ClientVersion;

/**
 * Asks a chain by FISCO BCOS's own Java SDK what an application asks first, and prints what it read and was answered as
 * one JSON object. Arguments: path of config.toml, group, name of a contract in the name service. Whatever the SDK throws
 * ends it with status 1.
 */
public final class AskChain {
  public static void main(String[] arguments) throws Exception {
    int status = 1;
    try {
      BcosSDK sdk = BcosSDK.build(arguments[0]);
      Client client = sdk.getClient(Integer.valueOf(arguments[1]));
      Map<String, Object> answers = new LinkedHashMap<>();
      answers.put("config", configOf(sdk.getConfig()));
      answers.put("connected", new TreeSet<>(sdk.getChannel().getAvailablePeer()));
      answers.putAll(chainOf(client));
      answers.put("names", namesOf(client, arguments[2]));
      System.out.println(new ObjectMapper().writeValueAsString(answers));
      status = 0;
    } catch (Throwable thrown) {
      thrown.printStackTrace();
    }
    // Threads of the SDK outlive stopAll, and one that failed to connect leaves some too.
    System.exit(status);
  }

  private static Map<String, Object> configOf(ConfigOption config) {
    Map<String, Object> read = new LinkedHashMap<>();
    read.put("authority", config.getCryptoMaterialConfig().getCaCertPath());
    read.put("certificate", config.getCryptoMaterialConfig().getSdkCertPath());
    read.put("key", config.getCryptoMaterialConfig().getSdkPrivateKeyPath());
    read.put("peers", config.getNetworkConfig().getPeers());
    read.put("keyStoreDir", config.getAccountConfig().getKeyStoreDir());
    read.put("accountFileFormat", config.getAccountConfig().getAccountFileFormat());
    read.put("maxBlockingQueueSize", config.getThreadPoolConfig().getMaxBlockingQueueSize());
    return read;
  }

  private static Map<String, Object> chainOf(Client client) {
    ClientVersion node = client.getNodeVersion().getNodeVersion();
    Map<String, Object> answers = new LinkedHashMap<>();
    answers.put("version", node.getVersion());
    answers.put("supportedVersion", node.getSupportedVersion());
    answers.put("chainId", node.getChainId());
    answers.put("groups", client.getGroupList().getGroupList());
    answers.put("blockNumber", client.getBlockNumber().getBlockNumber());
    answers.put("view", client.getPbftView().getPbftView());
    answers.put("sealers", client.getSealerList().getSealerList());
    answers.put("observers", client.getObserverList().getObserverList());
    answers.put("nodeIds", new TreeSet<>(client.getNodeIDList().getNodeIDList()));
    answers.put("groupPeers", client.getGroupPeers().getGroupPeers());
    answers.put("peers", client.getPeers().getPeers().size());
    answers.put("synchronising", client.getSyncStatus().getSyncStatus().getIsSyncing());
    answers.put("tolerated", client.getConsensusStatus().getConsensusStatus().getBaseConsensusInfo().getMaxFaultyNodeNum());
    answers.put("transactions", client.getTotalTransactionCount().getTotalTransactionCount().getTxSum());
    answers.put("pending", client.getPendingTxSize().getPendingTxSize());
    return answers;
  }

  private static List<?> namesOf(Client client, String contract) throws Exception {
    return new CnsService(client, client.getCryptoSuite().createKeyPair()).selectByName(contract);
  }
}
