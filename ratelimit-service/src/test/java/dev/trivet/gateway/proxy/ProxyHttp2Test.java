package dev.trivet.gateway.proxy;

import java.net.http.HttpClient;

/** The same before clients that speak HTTP/2. */
class ProxyHttp2Test extends ProxyTest {

    @Override
    HttpClient.Version version() {
        return HttpClient.Version.HTTP_2;
    }
}
