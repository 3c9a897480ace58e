{{/* The Secret with the signing keys: all that session-service mounts, and nothing else. */}}
{{- define "trivet.signingKeysName" -}}
{{- if and .Values.secrets.existingSecret (not .Values.secrets.existingSigningKeys) -}}
{{- fail "\n\nsecrets.existingSecret is set and secrets.existingSigningKeys is empty. Put the signing keys into a Secret of their own, which session-service mounts:\n\n  openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out signing.pem\n  kubectl create secret generic trivet-signing-keys --from-file=signing.pem\n\nand name it: --set secrets.existingSigningKeys=trivet-signing-keys\n" -}}
{{- end -}}
{{- .Values.secrets.existingSigningKeys | default (printf "%s-signing-keys" (include "trivet.fullname" .)) -}}
{{- end -}}

{{/*
The signing keys that the chart makes; on an upgrade those of the cluster, where a release of before may have them in the other
Secret.
*/}}
{{- define "trivet.signingKeys" -}}
{{- $keys := (lookup "v1" "Secret" .Release.Namespace (include "trivet.signingKeysName" .)).data | default dict -}}
{{- if not (hasKey $keys "signing.pem") -}}
{{- range $key, $value := (lookup "v1" "Secret" .Release.Namespace (include "trivet.secretName" .)).data -}}
{{- if hasSuffix ".pem" $key -}}{{- $_ := set $keys $key $value -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- if not (hasKey $keys "signing.pem") -}}
{{- /* A certificate's key has 2048 bits; genPrivateKey's has 4096 and signs several times slower. */ -}}
{{- $_ := set $keys "signing.pem" ((genSelfSignedCert "trivet" nil nil 1).Key | b64enc) -}}
{{- end -}}
{{- toJson $keys -}}
{{- end -}}

{{/* The Secret that holds what services, Redis and PostgreSQL are opened with. */}}
{{- define "trivet.secretName" -}}
{{- .Values.secrets.existingSecret | default (printf "%s-secrets" (include "trivet.fullname" .)) -}}
{{- end -}}

{{/*
What is in the Secret that the chart makes. Made once and remembered for the rest of the rendering, since the checksum on the
pods must be that of the very values written; on an upgrade the values are those of the cluster.
*/}}
{{- define "trivet.secretData" -}}
{{- if not (hasKey .Values "secretData") -}}
{{- $data := dict -}}
{{- range $key, $value := (lookup "v1" "Secret" .Release.Namespace (include "trivet.secretName" .)).data -}}
{{- if not (hasSuffix ".pem" $key) -}}{{- $_ := set $data $key $value -}}{{- end -}}
{{- end -}}
{{- $wanted := list "refresh-secret" "service-credential" -}}
{{- if .Values.redis.enabled -}}{{- $wanted = concat $wanted (list "redis-password" "redis-admin-password") -}}{{- end -}}
{{- if .Values.postgres.enabled -}}{{- $wanted = append $wanted "postgres-password" -}}{{- end -}}
{{- range $key := $wanted -}}
{{- if not (hasKey $data $key) -}}
{{- $_ := set $data $key (randAlphaNum 48 | b64enc) -}}
{{- end -}}
{{- end -}}
{{- $_ := set .Values "secretData" $data -}}
{{- end -}}
{{- toJson .Values.secretData -}}
{{- end -}}

{{/*
An annotation that changes with what pods read of Secrets at their start; one from outside is not the chart's to watch. Signing
keys are none of it, since running processes follow them.
*/}}
{{- define "trivet.secretChecksum" -}}
{{- $read := dict "database" .Values.database.url "redis" .Values.redis.external.url -}}
{{- if not .Values.secrets.existingSecret -}}
{{- $read = merge $read (include "trivet.secretData" . | fromJson) -}}
{{- end -}}
{{- if compact (values $read) -}}
checksum/secrets: {{ toJson $read | sha256sum }}
{{- end -}}
{{- end -}}

{{/* A Secret with one address. Wants root, name, url. */}}
{{- define "trivet.urlSecret" -}}
apiVersion: v1
kind: Secret
metadata:
  name: {{ .name }}
  labels:
    {{- include "trivet.labels" (dict "root" .root "name" "secrets") | nindent 4 }}
type: Opaque
data:
  url: {{ .url | b64enc }}
{{- end -}}
