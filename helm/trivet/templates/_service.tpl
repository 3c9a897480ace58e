{{/* The Service in front of a workload; of the gateway what its values say. */}}
{{- define "trivet.service" -}}
{{- $service := .values.service | default dict -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "trivet.fullname" .root }}-{{ .name }}
  labels:
    {{- include "trivet.labels" . | nindent 4 }}
  {{- with $service.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- if .public }}
  type: {{ $service.type }}
  {{- if ne $service.type "ClusterIP" }}
  # Otherwise nodes pass requests on under their own addresses, and limits count nodes in place of clients.
  externalTrafficPolicy: Local
  {{- end }}
  {{- end }}
  selector:
    {{- include "trivet.selector" . | nindent 4 }}
  ports:
    - name: http
      port: {{ $service.port | default .port | int }}
      targetPort: http
    {{- if (.values.tls).existingSecret }}
    - name: https
      port: {{ int .values.tls.port }}
      targetPort: https
    {{- end }}
    {{- if not .public }}
    - name: management
      port: {{ add .port 1000 }}
      targetPort: management
    {{- end }}
{{- end -}}
