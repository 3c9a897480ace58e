{{/* A service's environment: what the chart says for all, what it takes from Secrets, and the service's own settings. */}}
{{- define "trivet.env" -}}
{{- $own := .values.env -}}
{{- $service := .name -}}
{{- $fixed := include "trivet.fixedEnv" . | fromYamlArray -}}
{{- range $fixed }}
{{- if hasKey $own .name }}
{{- fail (printf "\n\nenv of %s: %s is set by the chart; see its README for the value that says it.\n" $service .name) }}
{{- end }}
{{- end }}
{{- toYaml $fixed }}
{{- range $name, $value := merge (dict) $own .settings }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end -}}

{{- define "trivet.fixedEnv" -}}
{{- $secret := include "trivet.secretName" .root -}}
- name: QUARKUS_PROFILE
  value: {{ .root.Values.profile }}
# For so long requests are still taken after SIGTERM, and then those under way may end.
- name: QUARKUS_SHUTDOWN_DELAY
  value: 5s
- name: QUARKUS_SHUTDOWN_TIMEOUT
  value: {{ int .root.Values.drainSeconds }}s
- name: TRIVET_PACK
  value: /etc/trivet/pack.yaml
{{ include "trivet.redisEnv" .root }}
- name: TRIVET_SERVICE_CREDENTIAL
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: service-credential
{{- if .database }}
{{ include "trivet.databaseEnv" .root }}
{{- end }}
{{- if .keys }}
- name: TRIVET_KEYS_REFRESH_SECRET
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: refresh-secret
- name: TRIVET_KEYS_SIGNING
  value: /etc/trivet-keys
{{- end }}
{{- if (.values.tls).existingSecret }}
- name: TRIVET_GATEWAY_TLS_KEY
  value: /etc/trivet-tls/tls.key
- name: TRIVET_GATEWAY_TLS_CERTIFICATE
  value: /etc/trivet-tls/tls.crt
{{- end }}
{{- end -}}
